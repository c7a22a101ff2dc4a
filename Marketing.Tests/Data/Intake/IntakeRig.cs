using Dapper;
using Marketing.Data;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Intake;

/// <summary>An empty shop into which live facts come.</summary>
internal sealed class IntakeRig : IDisposable
{
    public static readonly IntakeSender Sender = new(IntakeDoor.Api, "till");
    public static readonly IntakeSender Other = new(IntakeDoor.Webhook, "shop system");

    public IntakeRig(params (string Key, string Value)[] settings) => Shop = new ShopRig(settings);

    public ShopRig Shop { get; }

    public IIntake Intake => Shop.Get<IIntake>();

    public DateTimeOffset Now => Shop.Now;

    public EventItem Event(string id, string kind = "view", string? customer = null, string? visitor = "v1", string? product = "cup") =>
        new(id, kind, Now.AddHours(-1), customer, visitor, null, product, null, null, null, null, null, Bot: false, null);

    public OrderItem Order(string id, string? customer = "ann", params (string Product, int Quantity, decimal Price)[] lines) =>
        new(id, Now.AddHours(-1), customer, null, null, null, null, null, null, null, null, null, [.. lines.DefaultIfEmpty(("cup", 1, 5m)).Select(line => new OrderLineItem(line.Item1, null, line.Item2, line.Item3, null))]);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(params EventItem[] items) => Intake.TakeAsync(Sender, items, default);

    public async Task<ItemOutcome> TakeAsync(OrderItem order, IntakeSender? sender = null) => (await Intake.TakeAsync(sender ?? Sender, [order], default))[0];

    public Task<ShopSnapshot> LookAsync() => Shop.Get<ISnapshots>().TakeAsync(Now, default);

    public long Count(string table) => Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {table}"));

    public void Dispose() => Shop.Dispose();
}
