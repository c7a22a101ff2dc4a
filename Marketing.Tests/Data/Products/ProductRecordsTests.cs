using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Products;

public sealed class ProductRecordsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Codes_are_read_of_many_products_sold_or_not_and_unknown_ids_are_left_out()
    {
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_products (id, code, name, category, simulated) values (@Id, @Code, '', '', '')", Enumerable.Range(1, 600).Select(id => new { Id = id, Code = $"P{id}" }), transaction));
        var codes = await _rig.Get<IProductRecords>().CodesAsync([.. Enumerable.Range(1, 700).Select(id => new ProductId(id)), new ProductId(1)], default);
        Assert.Equal(600, codes.Count);
        Assert.All(codes, code => Assert.Equal($"P{code.Key.Value}", code.Value));
        Assert.Empty(await _rig.Get<IProductRecords>().CodesAsync([], default));
    }
}
