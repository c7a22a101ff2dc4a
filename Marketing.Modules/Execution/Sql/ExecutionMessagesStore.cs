using Dapper;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>Rows of messages and their way through the channels.</summary>
internal sealed class ExecutionMessagesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionMessages.sql");

    private sealed record Row(MessageId Id, CampaignId Campaign, CustomerId Customer, DecisionId Decision, string To, string Subject, MessageState State, long Attempts, DateTimeOffset Queued, DateTimeOffset Changed, string? Error)
    {
        public OutboxMessage ToMessage()
        {
            var ended = State is MessageState.Delivered or MessageState.Failed or MessageState.Cancelled;
            return new(Id, Campaign, Customer, Decision, To, Subject, State, Attempts, Queued, ended ? Changed : null, Error);
        }
    }

    /// <summary>Puts messages in while the campaign stands where the caller thinks it does.</summary>
    /// <returns>Messages put in, or null when the campaign stands elsewhere by now.</returns>
    public Task<int?> QueueAsync(CampaignId campaign, CampaignState during, IReadOnlyList<NewMessage> messages, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync<int?>(
        (connection, transaction) =>
        {
            if (connection.ExecuteScalar<long>(Sql["campaign-state"], new { campaign }, transaction) != (long)during)
            {
                return null;
            }

            return messages.Sum(message => connection.Execute(
                Sql["queue-message"],
                new { Campaign = campaign, message.Decision, message.Customer, message.Address, message.Subject, message.Body, message.State, Now = now, message.Error },
                transaction));
        },
        cancellation);

    public Task<HashSet<DecisionId>> QueuedDecisionsAsync(CampaignId campaign, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<DecisionId>(Sql["queued-decisions"], new { campaign }).ToHashSet(), cancellation);

    /// <summary>Takes due messages for a channel; committed before anything leaves.</summary>
    public Task<List<Letter>> ClaimAsync(string channel, string sender, int take, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var states = new { channel, now, take, queued = MessageState.Queued, sending = CampaignState.Sending };
            var due = connection.Query<Letter>(Sql["due-messages"], states, transaction).AsList();
            foreach (var letter in due)
            {
                connection.Execute(Sql["claim"], new { id = letter.Id, channel, sender, now, queued = MessageState.Queued, sending = MessageState.Sending }, transaction);
            }

            return due.ConvertAll(letter => letter with { Attempts = letter.Attempts + 1, Channel = channel, Sender = sender });
        },
        cancellation);

    public Task<Letter?> FindLetterAsync(MessageId message, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Letter>(Sql["find-letter"], new { message }), cancellation);

    /// <summary>Writes how attempts ended. Not to be cancelled: what has gone out must be known.</summary>
    public Task SettleAsync(IReadOnlyList<Settled> ends, DateTimeOffset now) => database.WriteAsync((connection, transaction) =>
    {
        foreach (var end in ends)
        {
            connection.Execute(Sql["settle"], new { end.Id, end.State, end.Due, end.Error, now, sending = MessageState.Sending, queued = MessageState.Queued, cancelled = MessageState.Cancelled, stopped = CampaignState.Stopped }, transaction);
        }
    });

    /// <summary>Puts messages back that were claimed and never handed over.</summary>
    public Task ReleaseAsync(IReadOnlyList<MessageId> messages, DateTimeOffset now) => database.WriteAsync((connection, transaction) =>
    {
        foreach (var id in messages)
        {
            connection.Execute(Sql["release"], new { id, now, queued = MessageState.Queued, sending = MessageState.Sending, cancelled = MessageState.Cancelled, stopped = CampaignState.Stopped }, transaction);
        }
    });

    public Task<List<InFlight>> InFlightAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<InFlight>(Sql["in-flight"], new { sending = MessageState.Sending }).AsList(), cancellation);

    public Task<bool> ResolveAsync(MessageId message, MessageState state, string? error, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["resolve"], new { message, state, error, now, inDoubt = MessageState.InDoubt, queued = MessageState.Queued, sending = CampaignState.Sending }, transaction) == 1,
        cancellation);

    public Task<int> CountWaitingAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<int>(Sql["count-waiting"], new { queued = MessageState.Queued, sending = CampaignState.Sending }),
        cancellation);

    public Task<List<Unreported>> UnreportedAsync(int take, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<Unreported>(Sql["unreported"], new { take }).AsList(), cancellation);

    public Task MarkReportedAsync(IReadOnlyList<Unreported> messages, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            foreach (var message in messages)
            {
                connection.Execute(Sql["mark-reported"], new { message.Id, message.State }, transaction);
            }
        },
        cancellation);

    public Task<Page<OutboxMessage>> ListAsync(CampaignId? campaign, MessageState? state, TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var filter = new { campaign, state, like = Like.Holding(query.Search), take = query.Take, skip = query.Skip };
            return new Page<OutboxMessage>(
                [.. connection.Query<Row>(Sql["list-messages"], filter).Select(row => row.ToMessage())],
                connection.ExecuteScalar<long>(Sql["count-messages"], filter));
        },
        cancellation);

    public Task<OutboxMessage?> FindByDecisionAsync(DecisionId decision, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Row>(Sql["find-by-decision"], new { decision })?.ToMessage(), cancellation);
}
