using Marketing.Execution.Channels;
using Marketing.Kernel;
using MimeKit;

namespace Marketing.Execution.Outbox;

/// <summary>What one round of delivery has done so far.</summary>
internal sealed class Round(ChannelSettings settings, int waiting, IProgress<Progress>? progress)
{
    private int _delivered;
    private int _failed;

    public ChannelSettings Settings { get; } = settings;

    public MailboxAddress Sender { get; } = ChannelKeeper.Sender(settings);

    public string? Problem { get; set; }

    public void Count(IReadOnlyList<Settled> ends)
    {
        _delivered += ends.Count(end => end.State == MessageState.Delivered);
        _failed += ends.Count(end => end.State == MessageState.Failed);
        progress?.Report(new Progress("deliver", waiting == 0 ? null : Math.Min(1, (_delivered + _failed) / (double)waiting), $"{_delivered:N0} delivered"));
    }

    public DeliveryResult Result(int stillWaiting) => new(Settings.Live ? "smtp" : "eml", _delivered, _failed, stillWaiting, Problem);
}
