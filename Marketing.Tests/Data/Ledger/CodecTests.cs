using CsCheck;
using Marketing.Data;
using Marketing.Data.Ledger;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Ledger;

public sealed class CodecTests
{
    private static readonly Gen<ProductId> Id = Gen.OneOf(Gen.Long[0, 127], Gen.Long[128, 16_383], Gen.Long[0, long.MaxValue]).Select(id => new ProductId(id));
    private static readonly Gen<ChosenProduct> Product = Gen.Select(Id, Gen.Float, Id.Array[0, 5]).Select((id, score, because) => new ChosenProduct(id, score, because));

    [Fact]
    public void Products_come_back_as_they_were_written() => Product.Array[0, 12].Sample(
        products =>
        {
            var decoded = ProductCodec.Decode(ProductCodec.Encode(products));
            Assert.Equal(products.Select(product => (product.Product, product.Score)), decoded.Select(product => (product.Product, product.Score)));
            Assert.Equal(products.Select(product => product.BecauseOf), decoded.Select(product => product.BecauseOf));
        },
        iter: 500);

    [Fact]
    public void A_score_keeps_the_precision_of_32_bits()
    {
        var decoded = ProductCodec.Decode(ProductCodec.Encode([new ChosenProduct(new ProductId(1), 0.1, [])]));
        Assert.Equal((float)0.1, decoded[0].Score);
    }

    [Fact]
    public void Ten_products_with_two_reasons_each_out_of_five_thousand_take_110_bytes()
    {
        var products = Enumerable.Range(1, 10).Select(i => new ChosenProduct(new ProductId(5000 - i), 1.0 / i, [new ProductId(4000 + i), new ProductId(3000 + i)])).ToList();
        Assert.Equal(110, ProductCodec.Encode(products).Length);
    }

    [Fact]
    public void Bytes_that_end_in_the_middle_are_refused() => Product.Array[1, 4].Select(ProductCodec.Encode).SelectMany(bytes => Gen.Int[1, Math.Min(4, bytes.Length - 1)].Select(cut => bytes[..^cut])).Sample(
        bytes => Assert.Throws<InvalidDataException>(() => ProductCodec.Decode([.. bytes, 0x80])),
        iter: 200);

    [Fact]
    public void A_negative_product_id_is_refused() =>
        Assert.Throws<ArgumentException>(() => ProductCodec.Encode([new ChosenProduct(new ProductId(-1), 1, [])]));

    [Fact]
    public void Reasons_come_back_as_they_were_written() => Gen.Select(Gen.String, Gen.String.Array[0, 3]).Array[0, 4].Sample(
        rows =>
        {
            var reasons = rows.Select(row => new Reason(Clean(row.Item1), [.. row.Item2.Select(Clean)])).ToList();
            var decoded = ReasonText.Decode(ReasonText.Encode(reasons));
            Assert.Equal(reasons.Select(reason => reason.Code), decoded.Select(reason => reason.Code));
            Assert.Equal(reasons.Select(reason => reason.Arguments), decoded.Select(reason => reason.Arguments));
        },
        iter: 300);

    [Fact]
    public void A_text_that_is_no_list_of_reasons_is_refused() => Assert.Throws<InvalidDataException>(() => ReasonText.Decode("{"));

    // Half of a surrogate pair is no text and cannot be kept as UTF-8.
    private static string Clean(string text) => new([.. text.Where(letter => !char.IsSurrogate(letter))]);
}
