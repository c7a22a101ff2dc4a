using FluentValidation;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.Tests.Data.Promotions;

public sealed class PromotionDraftValidatorTests
{
    private static readonly PromotionDraftValidator _validator = new(["TEA-1", "TEA-2"], ["Tea > Green", "Cups"]);
    private static readonly PromotionDraft _good = new("Sale", PromotionScope.Products, null, ["tea-1", "TEA-2"], new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 7), 0.2);

    [Fact]
    public void A_promotion_of_each_scope_does()
    {
        PromotionDraft[] all = [_good, _good with { Scope = PromotionScope.Shop, Products = [] }, _good with { Scope = PromotionScope.Category, Category = "tea", Products = [] }, _good with { Last = _good.First }, _good with { Last = _good.First.AddDays(365) }];
        Assert.All(all, draft => Assert.Empty(_validator.Validate(draft).Errors));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "Name", "The name has 1 to 80 letters" },
        { "Cut", "Write 0.2 for 20 % less" },
        { "Cut.whole", "Write 0.2 for 20 % less" },
        { "Cut.nan", "Write 0.2 for 20 % less" },
        { "Last.before", "before the first" },
        { "Last.long", "at most 366 days" },
        { "Note", "at most 500 letters" },
        { "Category.missing", "The category is missing" },
        { "Category.unknown", "No product is in the category 'Te'" },
        { "Category.beside", "Leave the category out" },
        { "Products.count", "List 1 to 1,000 product codes" },
        { "Products.unknown", "No product has the code POT, KETTLE." },
        { "Products.beside", "Leave them out" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_do_is_named_with_the_fix_in_both_languages(string what, string message)
    {
        var draft = what switch
        {
            "Name" => _good with { Name = " " },
            "Cut" => _good with { Cut = 0 },
            "Cut.whole" => _good with { Cut = 1 },
            "Cut.nan" => _good with { Cut = double.NaN },
            "Last.before" => _good with { Last = _good.First.AddDays(-1) },
            "Last.long" => _good with { Last = _good.First.AddDays(366) },
            "Note" => _good with { Note = new string('a', 501) },
            "Category.missing" => _good with { Scope = PromotionScope.Category, Products = [] },
            "Category.unknown" => _good with { Scope = PromotionScope.Category, Category = "Te", Products = [] },
            "Category.beside" => _good with { Category = "Cups" },
            "Products.count" => _good with { Products = [] },
            "Products.unknown" => _good with { Products = ["TEA-1", "POT", "KETTLE"] },
            _ => _good with { Scope = PromotionScope.Shop },
        };
        var failure = Assert.Single(_validator.Validate(draft).Errors);
        Assert.Equal(what.Split('.')[0], failure.PropertyName);
        Assert.Contains(message, failure.ErrorMessage, StringComparison.Ordinal);

        // What a form cannot send needs no words of its own.
        if (!what.EndsWith("beside", StringComparison.Ordinal))
        {
            var said = FieldMessages.Of(Words.In(Words.Chinese), "Promotions.Wrong", new ValidationException([failure]))[failure.PropertyName];
            Assert.Contains("。", said, StringComparison.Ordinal);
            Assert.True(what != "Products.unknown" || said.Contains("POT, KETTLE", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("0.2", 0.2)]
    [InlineData("20%", 0.2)]
    [InlineData(" 12.5 % ", 0.125)]
    [InlineData("20", 20.0)]
    [InlineData("a fifth", null)]
    [InlineData("1,5", null)]
    public void A_cut_is_read_as_people_write_it(string text, double? cut) => Assert.Equal(cut, PromotionDraft.ReadCut(text));
}
