namespace Marketing.Data.Webhooks;

/// <summary>Hands what a payload says to the intake, things before what refers to them.</summary>
internal sealed class WritePayload(IIntake intake, IntakeSender sender)
{
    /// <summary>Outcomes of all items.</summary>
    public async Task<IReadOnlyList<ItemOutcome>> WriteAsync(Payload payload, CancellationToken cancellation)
    {
        var outcomes = new List<ItemOutcome>(payload.Count);
        await AddAsync(payload.Products, () => intake.TakeAsync(sender, payload.Products, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Stock, () => intake.TakeAsync(sender, payload.Stock, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Customers, () => intake.TakeAsync(sender, payload.Customers, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Orders, () => intake.TakeAsync(sender, payload.Orders, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Returns, () => intake.TakeAsync(sender, payload.Returns, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Consents, () => intake.TakeAsync(sender, payload.Consents, cancellation)).ConfigureAwait(false);
        await AddAsync(payload.Events, () => intake.TakeAsync(sender, payload.Events, cancellation)).ConfigureAwait(false);
        return outcomes;

        async Task AddAsync<T>(List<T> items, Func<Task<IReadOnlyList<ItemOutcome>>> take)
        {
            if (items.Count > 0)
            {
                outcomes.AddRange(await take().ConfigureAwait(false));
            }
        }
    }
}
