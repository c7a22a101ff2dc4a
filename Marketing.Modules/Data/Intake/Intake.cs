using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Intake;

/// <summary>Judges items on the caller's thread and hands what is left to the one writer.</summary>
internal sealed class Intake : IIntake
{
    private const int LongestSender = 100;
    private readonly IntakeWriter _writer;
    private readonly IntakeKinds _kinds;

    public Intake(IntakeWriter writer, BusinessClock business, TimeProvider system, IOptions<DataOptions> options)
    {
        _writer = writer;

        // The demo shop's clock stands in 2011, another shop's may run ahead: what is in the future of both clocks is in doubt.
        _kinds = new IntakeKinds(() =>
        {
            var (shop, real) = (business.GetUtcNow(), system.GetUtcNow());
            return (shop > real ? shop : real).AddMinutes(options.Value.Intake.AheadMinutes);
        });
    }

    public IntakeKinds Kinds => _kinds;

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<EventItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Events, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<CustomerItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Customers, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ProductItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Products, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<OrderItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Orders, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ReturnItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Returns, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<StockItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Stock, released: false, cancellation);

    public Task<IReadOnlyList<ItemOutcome>> TakeAsync(IntakeSender sender, IReadOnlyList<ConsentItem> items, CancellationToken cancellation) =>
        TakeAsync(sender, items, _kinds.Consents, released: false, cancellation);

    public async Task<ItemOutcome> IdentifyAsync(IntakeSender sender, string visitor, string customer, CancellationToken cancellation)
    {
        var kind = new IntakeKind<(string Visitor, string Customer)>(
            "identify", true, pair => pair.Visitor, JudgePair, (rows, from, pair) => rows.Link(from, pair.Visitor, pair.Customer),
            (pair, line) => line with { Customer = pair.Customer, Visitor = pair.Visitor });
        return (await TakeAsync(sender, [(visitor, customer)], kind, released: false, cancellation).ConfigureAwait(false))[0];
    }

    /// <summary>Takes items of one kind.</summary>
    /// <param name="sender">Who sends.</param>
    /// <param name="items">The items.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="released">Whether a person has looked at them, so that doubts do not count.</param>
    /// <param name="cancellation">Ends the waiting; what is queued is stored all the same.</param>
    public async Task<IReadOnlyList<ItemOutcome>> TakeAsync<T>(IntakeSender sender, IReadOnlyList<T> items, IntakeKind<T> kind, bool released, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(sender.Name) || sender.Name.Length > LongestSender || IntakeText.IsBroken(sender.Name))
        {
            throw new ArgumentException($"A sender has a name of 1 to {LongestSender} characters.", nameof(sender));
        }

        var batch = new IntakeBatch<T>(sender, items, kind);
        for (var i = 0; i < items.Count; i++)
        {
            var found = items[i] is null ? ItemRule.NullItem.Reject("") : kind.Judge(items[i]);
            batch.Outcomes[i] = released && found is ItemOutcome.Quarantined ? null : found;
        }

        await _writer.WriteAsync(batch, cancellation).ConfigureAwait(false);
        return batch.Outcomes!;
    }

    private static ItemOutcome? JudgePair((string Visitor, string Customer) pair)
    {
        var checks = new FieldChecks(DateTimeOffset.MaxValue);
        checks.Id("visitor", pair.Visitor);
        checks.Id("customer", pair.Customer);
        return checks.Result;
    }
}
