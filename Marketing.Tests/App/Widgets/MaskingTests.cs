using Marketing.App.Components.Widgets;

namespace Marketing.Tests.App.Widgets;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("anna.schmidt@example.com", "a•••@example.com")]
    [InlineData("a@b.example", "a•••@b.example")]
    [InlineData("\"odd@local\"@example.com", "\"•••@example.com")]
    [InlineData("Anna Schmidt", "A••• S•••")]
    [InlineData("  王 小明 ", "王••• 小•••")]
    [InlineData("𠮷田", "𠮷•••")]
    [InlineData("@example.com", "•••")]
    public void A_masked_text_keeps_first_letters_only(string text, string masked) => Assert.Equal(masked, Masking.Of(text));

    [Fact]
    public void Nothing_stays_nothing() => Assert.Equal("", Masking.Of(""));
}
