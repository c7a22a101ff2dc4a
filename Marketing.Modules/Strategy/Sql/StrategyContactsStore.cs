using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Marketing.Kernel.Storage;
using Marketing.Model;

namespace Marketing.Strategy.Sql;

/// <summary>Verdicts on policies of contacts, the policies themselves, and their switch.</summary>
internal sealed class StrategyContactsStore(Database database)
{
    // A campaign that goes on after a crash asks for the policy that it began with; nightly learnings take as many nights.
    private const int KeptStates = 30;
    private const int KeptVerdicts = 400;

    private static readonly SqlFile Sql = SqlFile.Load("Strategy/Sql/StrategyContacts.sql");
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private sealed record Row(long Id, DateTimeOffset At, string? Method, string Parameters, string Findings, string Mark)
    {
        public KeptContacts ToKept() => new(Id, At, Method, JsonSerializer.Deserialize<Dictionary<string, string>>(Parameters)!, JsonSerializer.Deserialize<ContactFindings>(Findings, Json)!, Mark);
    }

    private sealed record SwitchRow(long IsOff, string Actor, DateTimeOffset At, string Reason);

    public Task<(KeptContacts? Latest, ContactSwitch Switch)> ReadAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => (connection.QueryFirstOrDefault<Row>(Sql["latest-contacts"])?.ToKept(), connection.QueryFirstOrDefault<SwitchRow>(Sql["read-contact-switch"]) is { } row ? new ContactSwitch(row.IsOff != 0, row.Actor, row.At, row.Reason) : new ContactSwitch(false, null, null, "")),
        cancellation);

    public Task<bool> IsOffAsync(CancellationToken cancellation) => database.ReadAsync(connection => connection.QueryFirstOrDefault<SwitchRow>(Sql["read-contact-switch"]) is { IsOff: not 0 }, cancellation);

    public Task<KeptContacts?> FindAsync(long id, CancellationToken cancellation) => database.ReadAsync(connection => connection.QueryFirstOrDefault<Row>(Sql["find-contacts"], new { Id = id })?.ToKept(), cancellation);

    /// <summary>What a policy has learned; null where there is none, or none any more.</summary>
    public Task<byte[]?> StateAsync(long id, CancellationToken cancellation) => database.ReadAsync(connection => connection.QueryFirstOrDefault<byte[]?>(Sql["contact-state"], new { Id = id }), cancellation);

    public Task<KeptContacts> KeepAsync(ContactFindings findings, IContactPolicy? policy, string mark, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var parameters = policy?.Parameters ?? new Dictionary<string, string>();
            var id = connection.ExecuteScalar<long>(
                Sql["keep-contacts"],
                new { At = at, Method = policy?.Kind, Parameters = JsonSerializer.Serialize(parameters), State = policy?.Save(), Findings = JsonSerializer.Serialize(findings, Json), Mark = mark },
                transaction);
            connection.Execute(Sql["forget-states"], new { Before = id - KeptStates }, transaction);
            connection.Execute(Sql["forget-verdicts"], new { Before = id - KeptVerdicts }, transaction);
            return new KeptContacts(id, at, policy?.Kind, parameters, findings, mark);
        },
        cancellation);

    public Task SetSwitchAsync(bool isOff, string reason, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["set-contact-switch"], new { IsOff = isOff ? 1 : 0, Actor = actor, At = at, Reason = reason }, transaction),
        cancellation);
}
