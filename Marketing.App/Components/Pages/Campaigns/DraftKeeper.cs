using FluentValidation;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>
/// Keeps a draft as it is typed: one saving at a time, always the newest text last. What the program refuses stays in the
/// fields with the reason beside it, and what was saved before stays saved.
/// </summary>
public sealed class DraftKeeper(ICampaigns campaigns, IAuditLog audit, Func<Task<string>> actor) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private CampaignDraft? _saved;
    private CampaignDraft? _wanted;

    /// <summary>The campaign, or null before its first saving.</summary>
    public CampaignId? Id { get; private set; }

    /// <summary>Why the newest text is not saved, by field; empty when it is.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; private set; } = new Dictionary<string, string>();

    /// <summary>Whether the newest text is saved.</summary>
    public bool IsSaved => _wanted is null ? Id is not null : _wanted == _saved;

    /// <summary>Goes on with a draft that was saved before.</summary>
    public void Open(CampaignId id, CampaignDraft saved)
    {
        Id = id;
        _saved = saved;
        _wanted = saved;
        Problems = new Dictionary<string, string>();
    }

    /// <summary>Saves a text unless a newer one came meanwhile.</summary>
    /// <returns>Whether it is saved now.</returns>
    public async Task<bool> SaveAsync(CampaignDraft draft, CancellationToken cancellation)
    {
        _wanted = draft;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (draft != _wanted || draft == _saved)
            {
                return draft == _saved;
            }

            await WriteAsync(draft, cancellation);
            _saved = draft;
            Problems = new Dictionary<string, string>();
            return true;
        }
        catch (ValidationException e)
        {
            Problems = ByField(e);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reasons of a refusal by field; a reason without a field stands under the empty name.</summary>
    public static IReadOnlyDictionary<string, string> ByField(ValidationException refusal) => refusal.Errors.Any()
        ? refusal.Errors.GroupBy(error => error.PropertyName ?? "").ToDictionary(group => group.Key, group => string.Join(' ', group.Select(error => error.ErrorMessage)))
        : new Dictionary<string, string> { [""] = refusal.Message };

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(CampaignDraft draft, CancellationToken cancellation)
    {
        var who = await actor();
        if (Id is { } id)
        {
            await campaigns.ChangeAsync(id, draft, who, cancellation);
            return;
        }

        Id = await campaigns.CreateAsync(draft, who, cancellation);
        await audit.WriteAsync(who, "campaign.create", $"campaign {Id.Value.Value}", new { draft.Audience }, cancellation);
    }
}
