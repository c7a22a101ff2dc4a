using System.Diagnostics;
using Marketing.Data.Ledger;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Writes the ledger, in slices that hold the writer for milliseconds.</summary>
internal sealed class DataLedgerAppendStore(Database database)
{
    // A slice ends after this time; its commit comes on top of it.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(30);
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataLedgerAppend.sql");

    /// <summary>Starts writing decisions of one instant; nothing is written yet.</summary>
    public Append Begin(RunId? run, DateTimeOffset at) => new(database, run, at);

    /// <summary>Writes outcomes; those that are there are left.</summary>
    public Task AddOutcomesAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation) => BulkStatement.RunAllAsync(
        database,
        Sql["add-outcome"],
        outcomes,
        (add, outcome) => add.Add(outcome.Decision.Value).Add(outcome.Kind).Add(outcome.At.ToUnixTimeMilliseconds()).Add(outcome.Value).Run(),
        Slice,
        cancellation);

    /// <summary>One writing of many decisions. What they share is looked up once and remembered.</summary>
    internal sealed class Append(Database database, RunId? run, DateTimeOffset at)
    {
        private readonly Dictionary<string, long> _texts = [];
        private readonly Dictionary<DecisionFrame, long> _frames = [];

        /// <summary>Writes drafts from a position on for one slice; returns their ids in order, at least one, null for a customer who was erased.</summary>
        /// <remarks>What an aborted slice remembered is not in the store: after an exception this object is done with.</remarks>
        public Task<List<DecisionId?>> SliceAsync(IReadOnlyList<DecisionDraft> drafts, int from, CancellationToken cancellation) => database.WriteAsync(
            (connection, transaction) =>
            {
                // Between two slices an erasure may have emptied a text that nothing else needed.
                _texts.Clear();
                _frames.Clear();
                var started = Stopwatch.GetTimestamp();
                using var statements = new PreparedStatements(connection, transaction, Sql);
                var ids = new List<DecisionId?>();
                while (from + ids.Count < drafts.Count && (ids.Count == 0 || !database.IsOver(started, Slice)))
                {
                    var draft = drafts[from + ids.Count];
                    ids.Add((Existing(statements, draft) ?? Insert(statements, draft)) is { } id ? new DecisionId(id) : null);
                }

                return ids;
            },
            cancellation);

        private long? Existing(PreparedStatements statements, DecisionDraft draft) => (draft.Campaign, run) switch
        {
            ({ } campaign, _) => statements["find-once-in-campaign"].Find(("@Customer", draft.Person().Value), ("@Campaign", campaign.Value), ("@Kind", (long)draft.Kind)),
            (null, { } made) => statements["find-once-in-run"].Find(("@Customer", draft.Person().Value), ("@Run", made.Value), ("@Kind", (long)draft.Kind)),
            _ => null,
        };

        // Looked at in the transaction that writes: an erasure before it is seen, one after it finds the decision.
        private long? Insert(PreparedStatements statements, DecisionDraft draft) => IsErased(statements, draft.Customer) ? null : statements["add-decision"].One(
            ("@Frame", Frame(statements, draft)),
            ("@Customer", draft.Customer?.Value),
            ("@At", at.ToUnixTimeMilliseconds()),
            ("@Propensity", draft.Propensity),
            ("@Reasons", Text(statements, ReasonText.Encode(draft.Reasons))),
            ("@Context", Text(statements, draft.Context)),
            ("@Products", ProductCodec.Encode(draft.Products)));

        private static bool IsErased(PreparedStatements statements, CustomerId? customer) => customer is { } known && statements["is-erased"].Find(("@Customer", known.Value)) is not null;

        private long Text(PreparedStatements statements, string body)
        {
            if (!_texts.TryGetValue(body, out var id))
            {
                var hash = ContentHash.Of(body);
                _texts[body] = id = statements["find-text"].Find(("@Hash", hash)) ?? statements["add-text"].One(("@Hash", hash), ("@Body", body));
            }

            return id;
        }

        private long Frame(PreparedStatements statements, DecisionDraft draft)
        {
            var frame = DecisionFrame.Of(run, draft);
            if (!_frames.TryGetValue(frame, out var id))
            {
                var hash = ContentHash.Of(frame.ToText());
                _frames[frame] = id = statements["find-frame"].Find(("@Hash", hash)) ?? statements["add-frame"].One(
                    ("@Hash", hash),
                    ("@Kind", (long)frame.Kind),
                    ("@Run", frame.Run?.Value),
                    ("@Campaign", frame.Campaign?.Value),
                    ("@Action", frame.Action),
                    ("@Policy", frame.Policy),
                    ("@Model", frame.Model?.Value),
                    ("@Arm", frame.Arm),
                    ("@ConsentBasis", frame.ConsentBasis),
                    ("@Cost", frame.Cost),
                    ("@Candidates", Text(statements, frame.Candidates)));
            }

            return id;
        }
    }
}
