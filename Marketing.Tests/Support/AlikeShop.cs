using Dapper;
using Marketing.Data;
using Marketing.Model;
using Marketing.Model.Registry;
using Marketing.Model.Sequence;
using Marketing.Model.Training;

namespace Marketing.Tests.Support;

/// <summary>A shop of two tastes in which every recency, frequency and spend occurs, and a small transformer that tells the tastes apart.</summary>
internal static class AlikeShop
{
    private const int Customers = 60;

    /// <summary>The regulars, some of whom come more often, later and for more than others.</summary>
    public static void Fill(ShopRig rig)
    {
        rig.AddRegulars(Customers);
        var more = Enumerable.Range(1, Customers).SelectMany(c => Enumerable.Range(0, c % 5).Select(k => new { Id = 10_000L + (c * 10) + k, Number = $"M{c}-{k}", Customer = (long)c, At = rig.Now.AddDays(-3 - (c * 7 % 90) - k), Product = (c % 2 * 4) + 1 + (k % 4), Price = 100 * (1 + (c * 11 % 13)) })).ToList();
        rig.Folder.Database.Write((connection, transaction) =>
        {
            connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Customer, @At, 1)", more, transaction);
            connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Id, 0, @Product, 1, @Price)", more, transaction);
            return true;
        });
    }

    public static async Task<ModelVersion> AddAlikesAsync(this ShopRig rig)
    {
        Fill(rig);
        return await TrainAsync(rig);
    }

    /// <summary>Fits here, since a test waits for no process of its own.</summary>
    public static async Task<ModelVersion> TrainAsync(ShopRig rig)
    {
        var snapshot = await rig.Get<ISnapshots>().CurrentAsync(default);
        var model = new TransformerMethod().Fit(snapshot, "d=8 layers=1 heads=1 epochs=12 learning_rate=0.01 dropout=0 length=12");
        return await rig.Get<KeepVersion>().KeepAsync(model, await rig.Get<ModelFiles>().WriteAsync(model, default), snapshot, new TrainingCost(1, 1, 1), null, default);
    }
}
