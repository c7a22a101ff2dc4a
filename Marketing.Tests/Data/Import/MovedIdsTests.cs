using System.Text;
using Dapper;
using Marketing.Data.Import;

namespace Marketing.Tests.Data.Import;

/// <summary>Live facts that come between the numbering of an import and its writing.</summary>
public sealed class MovedIdsTests : IDisposable
{
    private readonly ImportRig _rig = new();
    private int _taken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Ids_that_live_facts_took_meanwhile_are_given_anew_and_every_line_stays_with_its_order()
    {
        var bytes = Encoding.UTF8.GetBytes(ImportRig.Header + "1,20001,LAMP,2,2010-05-01 10:00,1.50,17,France\n2,20002,BOWL,1,2010-05-02 10:00,3.50,18,Spain\nC3,20001,LAMP,-1,2010-05-03 10:00,1.50,17,France\n");
        var file = new SourceFile("orders.csv", "Ada", IsDemo: false, IsBrotli: false, () => new Interrupted(bytes, TakeLive));
        await new ImportOrders(_rig.Store, _rig.Corrections, _rig.Merge, _rig.Traces, _rig.Shop, _rig.System, _rig.Options).RunAsync(file, null, default);
        var shop = await _rig.LookAsync();
        Assert.Equal(
            ["live LIVE 1 900", "17 20001 2 150", "18 20002 1 350"],
            Enumerable.Range(0, shop.Orders.Count).Select(o => string.Join(' ', shop.Customers.Key[shop.Orders.Customer[o]], shop.Products.Code[shop.Orders.LineProduct[shop.Orders.LineStart[o]]], shop.Orders.LineQuantity[shop.Orders.LineStart[o]], shop.Orders.LinePrice[shop.Orders.LineStart[o]])).ToList());
        Assert.Equal(("17", "20001"), (shop.Customers.Key[shop.Returns.Customer[0]], shop.Products.Code[shop.Returns.Product[0]]));
        Assert.Equal(3, shop.Orders.Lines);
    }

    [Fact]
    public async Task A_customer_and_a_product_that_came_live_meanwhile_are_the_same_as_those_of_the_file()
    {
        var bytes = Encoding.UTF8.GetBytes(ImportRig.Header + "1,LIVE,LAMP,2,2010-05-01 10:00,1.50,live,France\n");
        var file = new SourceFile("orders.csv", "Ada", IsDemo: false, IsBrotli: false, () => new Interrupted(bytes, TakeLive));
        await new ImportOrders(_rig.Store, _rig.Corrections, _rig.Merge, _rig.Traces, _rig.Shop, _rig.System, _rig.Options).RunAsync(file, null, default);
        var shop = await _rig.LookAsync();
        Assert.Equal((1, 1, 2), (shop.Customers.Count, shop.Products.Count, shop.Orders.Count));
    }

    // A file is opened more than once: to find out how it is written, and to bring it in.
    private void TakeLive()
    {
        if (Interlocked.Exchange(ref _taken, 1) == 0)
        {
            WriteLive();
        }
    }

    private void WriteLive() => _rig.Database.Write((connection, transaction) => connection.Execute(
        """
        insert into data_imports (name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo) values ('till', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        insert into data_customers (key, country, simulated) values ('live', '', '');
        insert into data_products (code, name, category, simulated) values ('LIVE', 'Live', '', '');
        insert into data_orders (number, customer_id, at, import_id) select 'L1', c.id, 1000, (select max(id) from data_imports) from data_customers c where c.key = 'live';
        insert into data_order_lines (order_id, position, product_id, quantity, unit_price) select o.id, 0, p.id, 1, 900 from data_orders o, data_products p where o.number = 'L1' and p.code = 'LIVE';
        """,
        transaction: transaction));

    /// <summary>Bytes whose reading something else comes before.</summary>
    private sealed class Interrupted(byte[] bytes, Action before) : MemoryStream(bytes)
    {
        // Whatever way it is read ends here.
        public override int Read(byte[] buffer, int offset, int count)
        {
            before();
            return base.Read(buffer, offset, count);
        }
    }
}
