using Marketing.Data;
using Marketing.Execution.Channels;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Marketing.Execution.Outbox;

/// <summary>Points of a delivery between which the program may die; a test plays that.</summary>
internal enum DeliveryPoint
{
    Claimed,
    Written,
    HandedOver,
    Settled,
}

/// <summary>One round of delivery: claim (committed), hand to the channel, write down how it ended.</summary>
internal sealed class DeliverMessages(
    ExecutionMessagesStore store,
    ExecutionCampaignsStore campaigns,
    ChannelKeeper channel,
    EmlFolder files,
    ICustomerRecords records,
    ISuppressions suppressions,
    IPreferenceLinks links,
    ReportOutcomes outcomes,
    IShop shop,
    ITransfers transfers,
    BusinessClock clock,
    IOptions<ExecutionOptions> options) : IDisposable
{
    private const string ConsentWithdrawn = "The person has withdrawn the consent since the decision, or the address is suppressed.";
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Called at each point; throws to play a crash there.</summary>
    internal Action<DeliveryPoint>? Reached { get; set; }

    public async Task<DeliveryResult> DeliverAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Nobody else delivers: what is in flight is left from a round that broke.
            await LandAsync(cancellation).ConfigureAwait(false);
            var settings = await channel.ReadAsync(cancellation).ConfigureAwait(false);
            var round = new Round(settings, await store.CountWaitingAsync(cancellation).ConfigureAwait(false), progress);
            await (settings.Live ? SmtpAsync(round, cancellation) : EmlAsync(round, cancellation)).ConfigureAwait(false);
            await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
            await campaigns.EndAsync(cancellation).ConfigureAwait(false);
            var waiting = await store.CountWaitingAsync(cancellation).ConfigureAwait(false);
            if (!settings.Live && waiting > 0)
            {
                round.Problem = "Messages of campaigns that began over SMTP wait until live sending is on again, or until their campaign is stopped.";
            }

            return round.Result(waiting);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Settles what was in flight when the program died.</summary>
    /// <returns>How many messages were.</returns>
    public Task<int> RecoverAsync(CancellationToken cancellation) => AloneAsync(() => LandAsync(cancellation), cancellation);

    /// <summary>Does something while no delivery is under way.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<int> LandAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var inFlight = await store.InFlightAsync(cancellation).ConfigureAwait(false);
        if (inFlight.Count > 0)
        {
            await store.SettleAsync(inFlight.ConvertAll(message => Landed(message, now)), now).ConfigureAwait(false);
        }

        return inFlight.Count;
    }

    // A file that is there was delivered, whatever channel is chosen now; one that is not was never begun for anybody to see.
    private Settled Landed(InFlight message, DateTimeOffset now) => message.Channel switch
    {
        "smtp" => new Settled(message.Id, MessageState.InDoubt, "The program ended while the message was handed to the mail server.", now),
        _ when files.Holds(message.File) => new Settled(message.Id, MessageState.Delivered, null, now),
        _ => new Settled(message.Id, MessageState.Queued, null, now),
    };

    private async Task EmlAsync(Round round, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var letters = await store.ClaimAsync("eml", round.Sender.ToString(), options.Value.SliceSize, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
            if (letters.Count == 0)
            {
                return;
            }

            Reached?.Invoke(DeliveryPoint.Claimed);
            var withdrawn = await WithdrawnAsync(letters).ConfigureAwait(false);
            try
            {
                var ends = letters.ConvertAll(letter => withdrawn.Contains(letter.Customer) && !files.Holds(letter.File) ? Cancelled(letter) : WriteFile(letter, round.Sender));
                foreach (var campaign in letters.Select(letter => letter.Campaign).Distinct())
                {
                    files.Secure(campaign);
                }

                await SettleAsync(round, ends).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What is a file by now has gone out; the rest was never begun for anybody to see.
                var written = letters.FindAll(letter => files.Holds(letter.File));
                await SettleAsync(round, written.ConvertAll(Delivered)).ConfigureAwait(false);
                await store.ReleaseAsync([.. letters.Except(written).Select(letter => letter.Id)], clock.GetUtcNow()).ConfigureAwait(false);
                throw new OperatorException($"Messages cannot be written to the outbox: {e.Message}", "Free some space or give this user the right to write the folder; every message is kept and goes out with the next delivery.", inner: e);
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private Settled WriteFile(Letter letter, MailboxAddress sender)
    {
        byte[] source;
        try
        {
            source = MailSource.Bytes(letter, sender, letter.OneClick(links));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Failed(letter, Unwritable(letter, e));
        }

        files.Write(letter.File, source);
        Reached?.Invoke(DeliveryPoint.Written);
        return Delivered(letter);
    }

    private async Task SmtpAsync(Round round, CancellationToken cancellation)
    {
        round.Problem = ChannelSettingsValidator.Obstacle(shop.Profile) ?? await transfers.ObstacleAsync(TransferPlaces.Mail, cancellation).ConfigureAwait(false);
        var password = round.Problem is null ? await channel.PasswordAsync(cancellation).ConfigureAwait(false) : null;
        await using var session = new SmtpSession(round.Settings, password, TimeSpan.FromSeconds(options.Value.SmtpTimeoutSeconds));
        while (round.Problem is null)
        {
            cancellation.ThrowIfCancellationRequested();
            // One at a time: a crash leaves at most one message in doubt.
            var letters = await store.ClaimAsync("smtp", round.Sender.ToString(), 1, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
            if (letters is not [var letter])
            {
                return;
            }

            Reached?.Invoke(DeliveryPoint.Claimed);
            if ((await WithdrawnAsync(letters).ConfigureAwait(false)).Count > 0)
            {
                await SettleAsync(round, [Cancelled(letter)]).ConfigureAwait(false);
                continue;
            }

            var attempt = await HandOverAsync(letter, round.Sender, session, cancellation).ConfigureAwait(false);
            Reached?.Invoke(DeliveryPoint.HandedOver);
            if (attempt is SmtpAttempt.Unusable unusable)
            {
                await store.ReleaseAsync([letter.Id], clock.GetUtcNow()).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                round.Problem = unusable.Reason;
                return;
            }

            await SettleAsync(round, [Ended(letter, attempt)]).ConfigureAwait(false);
            round.Problem = attempt is SmtpAttempt.Closed closed ? $"The mail server does not go on for now: {closed.Reason}" : null;
        }
    }

    private async Task<SmtpAttempt> HandOverAsync(Letter letter, MailboxAddress sender, SmtpSession session, CancellationToken cancellation)
    {
        MimeMessage message;
        try
        {
            message = MailSource.Build(letter, sender, letter.OneClick(links));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new SmtpAttempt.Refused(Unwritable(letter, e));
        }

        using (message)
        {
            try
            {
                return await session.SendAsync(message, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Cancelled while connecting: nothing has left.
                return new SmtpAttempt.Unusable("Delivery was cancelled.");
            }
        }
    }

    private static string Unwritable(Letter letter, Exception e) =>
        e is ParseException ? $"'{letter.Address}' is not a mail address: {e.Message}" : $"The mail cannot be written: {e.Message}";

    private Settled Ended(Letter letter, SmtpAttempt attempt) => attempt switch
    {
        SmtpAttempt.Taken => Delivered(letter),
        SmtpAttempt.Refused refused => Failed(letter, refused.Reason),
        SmtpAttempt.Unknown unknown => new Settled(letter.Id, MessageState.InDoubt, unknown.Reason, letter.Queued),
        SmtpAttempt.NotNow later => Later(letter, later.Reason),
        SmtpAttempt.Closed closed => Later(letter, closed.Reason),
        _ => throw new InvalidOperationException($"{attempt} is no end of an attempt."),
    };

    private Settled Later(Letter letter, string reason) => letter.Attempts >= options.Value.Attempts
        ? Failed(letter, $"Given up after {letter.Attempts} attempts: {reason}")
        : new Settled(letter.Id, MessageState.Queued, reason, clock.GetUtcNow() + Backoff(letter.Attempts));

    private TimeSpan Backoff(long attempts) => TimeSpan.FromSeconds(options.Value.BackoffSeconds * Math.Pow(2, Math.Min(attempts, 16) - 1));

    private async Task<HashSet<CustomerId>> WithdrawnAsync(List<Letter> letters)
    {
        var now = await records.ReadAsync(letters.ConvertAll(letter => letter.Customer), CancellationToken.None).ConfigureAwait(false);
        var held = await suppressions.HeldAsync(letters.ConvertAll(letter => letter.Customer), CancellationToken.None).ConfigureAwait(false);
        return [.. letters.Select(letter => letter.Customer).Where(customer => held.Contains(customer) || !now.TryGetValue(customer, out var record) || !record.MailConsent)];
    }

    private async Task SettleAsync(Round round, IReadOnlyList<Settled> ends)
    {
        await store.SettleAsync(ends, clock.GetUtcNow()).ConfigureAwait(false);
        Reached?.Invoke(DeliveryPoint.Settled);
        round.Count(ends);
        await outcomes.ReportAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static Settled Delivered(Letter letter) => new(letter.Id, MessageState.Delivered, null, letter.Queued);

    private static Settled Failed(Letter letter, string reason) => new(letter.Id, MessageState.Failed, reason, letter.Queued);

    private static Settled Cancelled(Letter letter) => new(letter.Id, MessageState.Cancelled, ConsentWithdrawn, letter.Queued);
}
