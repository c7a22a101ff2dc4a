using Marketing.Kernel;

namespace Marketing.Model.Contacts;

/// <summary>The methods as other modules see them.</summary>
internal sealed class ContactMethods : IContactMethods
{
    public IReadOnlyList<string> Kinds { get; } = [.. ContactCatalogue.All.Select(method => method.Kind)];

    public IReadOnlyList<MethodParameter> Parameters(string kind) => ContactCatalogue.Of(kind).Parameters;

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => ContactCatalogue.Of(kind).Given(parameters);

    public IContactPolicy Fit(string kind, ContactLog log, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var method = ContactCatalogue.Of(kind);
        var values = method.Given(parameters);
        return new LearnedContacts(method, values, log.Features, log.Actions, TemporalDifference.Spread(log), method.Fit(new ContactFit(log, values, progress, cancellation)));
    }

    public IContactValue Evaluate(IContactPolicy policy, ContactLog log, double gamma, int seed, CancellationToken cancellation) =>
        gamma is not (>= 0 and <= 1) ? throw new ArgumentException($"gamma is {gamma}; it must be from 0 to 1.", nameof(gamma))
        : !policy.Features.SequenceEqual(log.Features) || !policy.Actions.SequenceEqual(log.Actions) ? throw new ArgumentException("The policy has other features or actions than the log.", nameof(policy))
        : FittedValue.Fit(policy, log, gamma, seed, cancellation);

    public ContactRestore Restore(ReadOnlyMemory<byte> saved)
    {
        try
        {
            return new ContactRestore.Restored(ContactFile.Read(saved));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or FormatException)
        {
            return new ContactRestore.Damaged(e is EndOfStreamException ? "It ends too early." : e.Message);
        }
    }
}
