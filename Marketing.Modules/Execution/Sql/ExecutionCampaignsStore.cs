using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>Rows of campaigns and where they stand.</summary>
internal sealed class ExecutionCampaignsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionCampaigns.sql");

    private sealed record Row(CampaignId Id, string Name, string Audience, string Subject, string Body, double HoldoutShare, long Products, CampaignState State, string Actor, DateTimeOffset Created, DateTimeOffset? SendAt, long AllQueued, long Members, long Queued, long Delivered, long Failed, long InDoubt, long Holdout, long Suppressed, string? Problem, long IsSteered, long? SteeredBy, long LeftAlone)
    {
        public Campaign ToCampaign() => new(
            Id,
            new CampaignDraft(Name, Audience, Subject, Body, HoldoutShare, (int)Products, IsSteered != 0),
            State,
            Actor,
            Created,
            SendAt,
            Members,
            Queued,
            Delivered,
            Failed,
            InDoubt,
            Holdout,
            Suppressed,
            Problem,
            SteeredBy,
            LeftAlone);
    }

    private sealed record SteeredRow(CampaignId Campaign, string Name, CampaignState State, long? SteeredBy, long LeftAlone, long Members);

    public Task<Page<Campaign>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var filter = new { id = (long?)null, like = Like.Holding(query.Search), take = query.Take, skip = query.Skip };
            return new Page<Campaign>(
                [.. connection.Query<Row>(Sql["list-campaigns"], filter).Select(row => row.ToCampaign())],
                connection.ExecuteScalar<long>(Sql["count-campaigns"], filter));
        },
        cancellation);

    public Task<Campaign?> FindAsync(CampaignId campaign, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<Row>(Sql["list-campaigns"], new { id = (long?)campaign.Value, like = (string?)null, take = 1, skip = 0 })?.ToCampaign(),
        cancellation);

    public Task<IReadOnlyList<CampaignDate>> SinceAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<CampaignDate>>(
        connection => connection.Query<CampaignDate>(Sql["campaigns-since"], new { since, CampaignState.Draft, CampaignState.Stopped }).AsList(),
        cancellation);

    public Task<List<CampaignId>> DueAsync(DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<CampaignId>(Sql["due-campaigns"], new { now, scheduled = CampaignState.Scheduled, sending = CampaignState.Sending, stopped = CampaignState.Stopped }).AsList(),
        cancellation);

    public Task<CampaignId> CreateAsync(CampaignDraft draft, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<CampaignId>(
            Sql["create-campaign"],
            new { draft.Name, draft.Audience, draft.Subject, draft.Body, draft.HoldoutShare, draft.Products, IsSteered = draft.IsSteered ? 1 : 0, State = CampaignState.Draft, Actor = actor, Now = now },
            transaction),
        cancellation);

    public Task<bool> ChangeAsync(CampaignId campaign, CampaignDraft draft, CancellationToken cancellation) => ExecuteAsync(
        "change-campaign",
        new { Id = campaign, draft.Name, draft.Audience, draft.Subject, draft.Body, draft.HoldoutShare, draft.Products, IsSteered = draft.IsSteered ? 1 : 0, CampaignState.Draft },
        cancellation);

    public Task<bool> ScheduleAsync(CampaignId campaign, DateTimeOffset sendAt, CancellationToken cancellation) =>
        ExecuteAsync("schedule-campaign", new { campaign, sendAt, draft = CampaignState.Draft, scheduled = CampaignState.Scheduled }, cancellation);

    public Task<bool> UnscheduleAsync(CampaignId campaign, CancellationToken cancellation) =>
        ExecuteAsync("unschedule-campaign", new { campaign, draft = CampaignState.Draft, scheduled = CampaignState.Scheduled }, cancellation);

    public Task<bool> BeginAsync(CampaignId campaign, CancellationToken cancellation) =>
        ExecuteAsync("begin-campaign", new { campaign, scheduled = CampaignState.Scheduled, sending = CampaignState.Sending }, cancellation);

    /// <summary>Stops a campaign and withdraws what has not gone out, both or neither.</summary>
    /// <returns>Messages withdrawn, or null when it is neither scheduled nor sending.</returns>
    public Task<int?> StopAsync(CampaignId campaign, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync<int?>(
        (connection, transaction) =>
        {
            var states = new { campaign, scheduled = CampaignState.Scheduled, sending = CampaignState.Sending, stopped = CampaignState.Stopped };
            return connection.Execute(Sql["stop-campaign"], states, transaction) == 0
                ? null
                : connection.Execute(Sql["withdraw-queued"], new { campaign, now, queued = MessageState.Queued, cancelled = MessageState.Cancelled }, transaction);
        },
        cancellation);

    /// <summary>Keeps the contact policy that a campaign begins with, and returns the one that it has begun with: the same after a crash, whatever was learned meanwhile.</summary>
    public Task<long> SteerAsync(CampaignId campaign, long policy, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(Sql["steer-campaign"], new { campaign, policy }, transaction),
        cancellation);

    /// <summary>Campaigns that the contact policy decides for, newest first.</summary>
    public Task<IReadOnlyList<SteeredCampaign>> SteeredAsync(int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<SteeredCampaign>>(
        connection => [.. connection.Query<SteeredRow>(Sql["steered-campaigns"], new { take }).Select(row => new SteeredCampaign(row.Campaign, row.Name, row.State, row.SteeredBy, row.LeftAlone, row.Members))],
        cancellation);

    public Task CountDecidedAsync(CampaignId campaign, int members, int holdout, int suppressed, int leftAlone, CancellationToken cancellation) =>
        ExecuteAsync("count-decided", new { campaign, members, holdout, suppressed, leftAlone }, cancellation);

    public Task AllQueuedAsync(CampaignId campaign, CancellationToken cancellation) =>
        ExecuteAsync("all-queued", new { campaign, sending = CampaignState.Sending, stopped = CampaignState.Stopped }, cancellation);

    public Task<IReadOnlyList<CampaignProblem>> ProblemsAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<CampaignProblem>>(connection => connection.Query<CampaignProblem>(Sql["problems"]).AsList(), cancellation);

    /// <summary>Keeps which campaigns could not be queued at the latest attempt, and of no other.</summary>
    public async Task KeepProblemsAsync(IReadOnlyList<CampaignProblem> problems, CancellationToken cancellation)
    {
        // Every minute asks; nothing is written while nothing has changed.
        if (problems.SequenceEqual((await ProblemsAsync(cancellation).ConfigureAwait(false)).OrderBy(problem => problem.Campaign.Value)))
        {
            return;
        }

        await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["clear-problems"], transaction: transaction);
                foreach (var problem in problems)
                {
                    connection.Execute(Sql["keep-problem"], problem, transaction);
                }
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes campaigns whose every message has an end.</summary>
    public Task EndAsync(CancellationToken cancellation) =>
        ExecuteAsync("end-campaigns", new { sending = CampaignState.Sending, done = CampaignState.Done }, cancellation);

    private Task<bool> ExecuteAsync(string statement, object parameters, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql[statement], parameters, transaction) > 0,
        cancellation);
}
