using System.Text.Json;
using Dapper;
using Marketing.Execution.Ads;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Execution.Sql;

/// <summary>Rows of advertising campaigns, their advertisements, and placements.</summary>
internal sealed class ExecutionAdsStore(Database database)
{
    private const int All = 1_000_000;
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionAds.sql");

    private sealed record Row(
        long Id,
        string Name,
        string? Audience,
        DateTimeOffset? StartsAt,
        DateTimeOffset? EndsAt,
        long? DailyBudget,
        long? TotalBudget,
        AdPricing Pricing,
        long Price,
        long? CapShows,
        long CapDays,
        double HoldoutShare,
        long Paces,
        string Placements,
        AdCampaignState State,
        long Version,
        string Actor,
        DateTimeOffset Created)
    {
        public SavedCampaign Saved() => new(
            new AdCampaignId(Id),
            new AdCampaignDraft(Name, Audience, StartsAt, EndsAt, DailyBudget, TotalBudget, Pricing, Price, (int?)CapShows, (int)CapDays, HoldoutShare, Paces == 1, JsonSerializer.Deserialize<List<string>>(Placements)!),
            State,
            Version,
            Actor,
            Created);
    }

    private sealed record AdRow(long Id, long Campaign, string Name, string Headline, string Body, string? Image, string Target, long Active)
    {
        public Advertisement Ad() => new(new AdId(Id), new AdCampaignId(Campaign), new AdDraft(Name, Headline, Body, Image, Target), Active == 1);
    }

    private sealed record PlacementRow(string Code, string Name, PlacementSurface Surface, long Places)
    {
        public AdPlacement Placement() => new(Code, Name, Surface, (int)Places);
    }

    private sealed record PriceRow(long Campaign, DateTimeOffset Since, AdPricing Pricing, long Price);

    public Task<Page<SavedCampaign>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var filter = new { Id = (long?)null, Like = Like.Holding(query.Search), query.Take, query.Skip };
            return new Page<SavedCampaign>([.. connection.Query<Row>(Sql["list-ad-campaigns"], filter).Select(row => row.Saved())], connection.ExecuteScalar<long>(Sql["count-ad-campaigns"], filter));
        },
        cancellation);

    public Task<SavedCampaign?> FindAsync(AdCampaignId campaign, CancellationToken cancellation) => database.ReadAsync(connection => Find(connection, campaign), cancellation);

    public Task<List<Advertisement>> AdsAsync(AdCampaignId campaign, CancellationToken cancellation) => database.ReadAsync(connection => Ads(connection, campaign.Value), cancellation);

    public Task<List<AdPlacement>> PlacementsAsync(CancellationToken cancellation) => database.ReadAsync(connection => Placements(connection), cancellation);

    public Task<long> ChangesAsync(CancellationToken cancellation) => database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["ad-changes"]), cancellation);

    /// <summary>Everything, as of one commit.</summary>
    public Task<AdBook> BookAsync(CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            using var view = connection.BeginTransaction(deferred: true);
            var prices = connection.Query<PriceRow>(Sql["ad-prices"], transaction: view).Select(row => (row.Campaign, new AdPrice(row.Since, row.Pricing, row.Price)));
            var campaigns = connection.Query<Row>(Sql["list-ad-campaigns"], new { Id = (long?)null, Like = (string?)null, Take = All, Skip = 0 }, view).Select(row => row.Saved());
            return AdBook.Of(connection.ExecuteScalar<long>(Sql["ad-changes"], transaction: view), campaigns, Ads(connection, null, view), Placements(connection, view), prices);
        },
        cancellation);

    public Task<AdCampaignId> CreateAsync(AdCampaignDraft draft, string actor, DateTimeOffset now, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) =>
        {
            var values = Values(draft);
            values.AddDynamicParams(new { State = AdCampaignState.Draft, Actor = actor, Now = now });
            var id = connection.ExecuteScalar<long>(Sql["create-ad-campaign"], values, transaction);
            connection.Execute(Sql["set-ad-price"], new { Id = id, Now = now, draft.Pricing, draft.Price }, transaction);
            return (new AdCampaignId(id), true);
        },
        cancellation);

    public Task<AdChange> ChangeAsync(AdCampaignId campaign, long basedOn, AdCampaignDraft draft, DateTimeOffset now, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) =>
        {
            var there = Find(connection, campaign, transaction);
            var obstacle = there is null ? AdChange.Missing : there.Version != basedOn ? AdChange.Overtaken : there.State == AdCampaignState.Ended ? AdChange.NotPossible : AdChange.Done;
            if (obstacle != AdChange.Done)
            {
                return (obstacle, false);
            }

            var values = Values(draft);
            values.Add("Id", campaign.Value);
            connection.Execute(Sql["change-ad-campaign"], values, transaction);
            if ((there!.Draft.Pricing, there.Draft.Price) != (draft.Pricing, draft.Price))
            {
                connection.Execute(Sql["set-ad-price"], new { Id = campaign.Value, Now = now, draft.Pricing, draft.Price }, transaction);
            }

            return (AdChange.Done, true);
        },
        cancellation);

    /// <returns>What became of it, and the state before.</returns>
    public Task<(AdChange Change, AdCampaignState? Before)> SetStateAsync(AdCampaignId campaign, AdCampaignState state, DateTimeOffset now, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) =>
        {
            var there = Find(connection, campaign, transaction);
            var change = there is null ? AdChange.Missing
                : !there.MayBecome(state) ? AdChange.NotPossible
                : state == AdCampaignState.Running && there.State != state ? Start(there, Ads(connection, campaign.Value, transaction), Placements(connection, transaction), now)
                : AdChange.Done;
            var changes = change == AdChange.Done && there!.State != state;
            if (changes)
            {
                connection.Execute(Sql["set-ad-state"], new { Id = campaign.Value, State = state }, transaction);
            }

            return ((change, there?.State), changes);
        },
        cancellation);

    public Task<AdId?> AddAdAsync(AdCampaignId campaign, AdDraft draft, bool isActive, CancellationToken cancellation) => ChangeAsync<AdId?>(
        (connection, transaction) => Find(connection, campaign, transaction) is null
            ? (null, false)
            : (new AdId(connection.ExecuteScalar<long>(Sql["add-ad"], new { Campaign = campaign.Value, draft.Name, draft.Headline, draft.Text, draft.Image, draft.Target, Active = isActive ? 1 : 0 }, transaction)), true),
        cancellation);

    public Task<bool> ChangeAdAsync(AdId ad, AdDraft draft, bool isActive, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) =>
        {
            var done = connection.Execute(Sql["change-ad"], new { Id = ad.Value, draft.Name, draft.Headline, draft.Text, draft.Image, draft.Target, Active = isActive ? 1 : 0 }, transaction) == 1;
            return (done, done);
        },
        cancellation);

    public Task SavePlacementAsync(AdPlacement placement, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) => (connection.Execute(Sql["save-ad-placement"], new { placement.Code, placement.Name, placement.Surface, placement.Places }, transaction), true),
        cancellation);

    /// <returns>Names of campaigns that name it, and whether it was removed.</returns>
    public Task<(List<string> Names, bool Removed)> RemovePlacementAsync(string code, CancellationToken cancellation) => ChangeAsync(
        (connection, transaction) =>
        {
            var campaigns = connection.Query<Row>(Sql["list-ad-campaigns"], new { Id = (long?)null, Like = (string?)null, Take = All, Skip = 0 }, transaction).Select(row => row.Saved());
            var names = campaigns.Where(campaign => campaign.State != AdCampaignState.Ended && campaign.Draft.Placements.Contains(code)).Select(campaign => campaign.Draft.Name).ToList();
            var removed = names.Count == 0 && connection.Execute(Sql["remove-ad-placement"], new { Code = code }, transaction) == 1;
            return ((names, removed), removed);
        },
        cancellation);

    // Whatever changes something tells other processes so in the same commit.
    private Task<T> ChangeAsync<T>(Func<SqliteConnection, SqliteTransaction, (T Result, bool IsChanged)> change, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var (result, isChanged) = change(connection, transaction);
            if (isChanged)
            {
                connection.Execute(Sql["note-ad-change"], transaction: transaction);
            }

            return result;
        },
        cancellation);

    // A network shows what it has itself.
    private static AdChange Start(SavedCampaign campaign, List<Advertisement> ads, List<AdPlacement> placements, DateTimeOffset now)
    {
        var isOfNetworks = campaign.Draft.Placements.Count > 0 && campaign.Draft.Placements.All(code => placements.Exists(placement => placement.Code == code && placement.Surface == PlacementSurface.Network));
        return campaign.Draft.End <= now ? AdChange.EndPast : !isOfNetworks && !ads.Exists(ad => ad.IsActive) ? AdChange.NoAds : AdChange.Done;
    }

    private static SavedCampaign? Find(SqliteConnection connection, AdCampaignId campaign, SqliteTransaction? transaction = null) =>
        connection.QueryFirstOrDefault<Row>(Sql["list-ad-campaigns"], new { Id = campaign.Value, Like = (string?)null, Take = 1, Skip = 0 }, transaction)?.Saved();

    private static List<Advertisement> Ads(SqliteConnection connection, long? campaign, SqliteTransaction? transaction = null) =>
        [.. connection.Query<AdRow>(Sql["all-ads"], new { Campaign = campaign }, transaction).Select(row => row.Ad())];

    private static List<AdPlacement> Placements(SqliteConnection connection, SqliteTransaction? transaction = null) =>
        [.. connection.Query<PlacementRow>(Sql["ad-placements"], transaction: transaction).Select(row => row.Placement())];

    private static DynamicParameters Values(AdCampaignDraft draft) => new(new
    {
        draft.Name,
        draft.Audience,
        draft.Start,
        draft.End,
        draft.DailyBudget,
        draft.TotalBudget,
        draft.Pricing,
        draft.Price,
        CapShows = (long?)draft.CapShows,
        CapDays = (long)draft.CapDays,
        draft.HoldoutShare,
        Paces = draft.Paces ? 1 : 0,
        Placements = JsonSerializer.Serialize(draft.Placements),
    });
}
