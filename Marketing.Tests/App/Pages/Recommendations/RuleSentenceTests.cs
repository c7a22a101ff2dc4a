using Marketing.App.Components.Pages.Recommendations;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Strategy;

namespace Marketing.Tests.App.Pages.Recommendations;

public sealed class RuleSentenceTests
{
    private static readonly MerchandisingRule Whole = new()
    {
        Name = "x",
        Action = RuleAction.Pin,
        Slot = 2,
        Products = new() { Products = ["P1", "gone"], Category = "Tea", PriceFrom = 100, PriceTo = 550 },
        Segment = "champions",
        Placements = ["home", "kiosk"],
        From = new(2024, 11, 1),
        Until = new(2024, 12, 24),
    };

    [Theory]
    [InlineData(Words.English, "Keep place 2 for products “Product 1”, “gone”, in the category “Tea”, priced £1.00 to £5.50 to customers in the segment “Champions”, only on: home page, kiosk, from 1 Nov 2024 to 24 Dec 2024.")]
    [InlineData(Words.Chinese, "对“重要价值客户”客群，第 2 位固定为“Product 1”、“gone”且类别为“Tea”且价格 £1.00 至 £5.50的商品，仅限首页、kiosk，2024年11月1日至2024年12月24日。")]
    public void A_rule_is_said_whole(string language, string sentence) => Assert.Equal(sentence, Say(language, Whole));

    [Theory]
    [InlineData(RuleAction.Hide, "Never recommend products with “mug” in the name.")]
    [InlineData(RuleAction.Boost, "Raise products with “mug” in the name (score × 1.50).")]
    [InlineData(RuleAction.Bury, "Lower products with “mug” in the name (score × 1.50).")]
    [InlineData(RuleAction.Only, "Recommend nothing but products with “mug” in the name.")]
    [InlineData(RuleAction.Apart, "Never show products with “mug” in the name in one list with “Product 1”, “Product 2”, “Product 3” and 1 other.")]
    public void Each_action_has_its_words(RuleAction action, string sentence) => Assert.Equal(
        sentence,
        Say(Words.English, new MerchandisingRule { Name = "x", Action = action, Factor = 1.5, Products = new() { NameHolds = "mug" }, ApartFrom = new() { Products = ["P1", "P2", "P3", "P4"] } }));

    [Fact]
    public void What_is_typed_becomes_the_rule_and_back()
    {
        Assert.Equivalent(Whole, RuleForm.Of(Whole, "GBP").Rule("GBP"), strict: true);
        var form = RuleForm.Of(Whole with { Action = RuleAction.Hide, Slot = null }, "JPY");
        form.Placements = "home，cart; home";
        Assert.Equal(["home", "cart"], form.Rule("JPY").Placements);
        Assert.Null(form.Rule("JPY").Slot);
        Assert.Equal(100, form.Products.PriceFrom);
    }

    [Fact]
    public void Products_are_found_by_name_and_code_and_categories_with_those_above_them()
    {
        var shelf = new ProductShelf(Products());
        Assert.Equal(["P2"], shelf.Find("uct 2", 5));
        Assert.Equal(["P1", "P2", "P3"], shelf.Find("p", 3));
        Assert.Equal(["Tea", "Tea > Green"], shelf.Categories("te", 5));
        Assert.Equal(("Product 4", "P9"), (shelf.NameOf("p4"), shelf.NameOf("P9")));
    }

    private static string Say(string language, MerchandisingRule rule)
    {
        var words = Words.In(language);
        return RuleSentence.Say(words, new Display(words, () => ShopProfile.Default), new ProductShelf(Products()), rule);
    }

    private static ProductColumns Products() => new()
    {
        Id = [1, 2, 3, 4],
        Code = ["P1", "P2", "P3", "P4"],
        Name = ["Product 1", "Product 2", "Product 3", "Product 4"],
        Category = ["Tea > Green", "", "Tea", "Cups"],
        Brand = ["", "", "", ""],
        Price = [100, 200, 300, 400],
        Cost = [-1, -1, -1, -1],
        Stock = [-1, -1, -1, -1],
        Simulated = new bool[4],
        Active = [true, true, true, true],
    };
}
