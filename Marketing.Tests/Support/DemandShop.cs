using Marketing.App.Web;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Demand;

namespace Marketing.Tests.Support;

/// <summary>
/// Two hundred days of a British shop that stand still, with what is foretold from them. TEA is sold every day, in promotions more; CUP every third day, out of stock in January; FRESH is new; OLD sells no more.
/// </summary>
internal sealed class DemandShop : IDemandForecasts, IDemandFrames, ICampaignCalendar
{
    private const int Length = 200;

    private DemandBook? _book;

    public DemandShop(bool isForetold = true, int days = Length, PromotionPlan? plan = null)
    {
        Frame = BuildDemand.Of(Build(days), plan);
        _book = isForetold ? ForecastDemand.Foretell(Frame, new RunId(7), 56, neural: false, null, default) : null;
    }

    public static DateTimeOffset First { get; } = new(2023, 9, 4, 12, 0, 0, TimeSpan.Zero);

    public DemandFrame Frame { get; }

    public DemandLooks Looks => new(this, this, this);

    /// <summary>Campaigns that went out, or are to.</summary>
    public IReadOnlyList<CampaignDate> Campaigns { get; init; } = [];

    public DemandFrame Build(ShopSnapshot snapshot, PromotionPlan? plan = null, IReadOnlyList<MessagesSent>? messages = null) => BuildDemand.Of(snapshot, plan, messages);

    public Task<IReadOnlyList<CampaignDate>> SinceAsync(DateTimeOffset since, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CampaignDate>>([.. Campaigns.Where(one => one.At >= since)]);

    Task<DemandFrame> IDemandFrames.CurrentAsync(CancellationToken cancellation) => Task.FromResult(Frame);

    Task<DemandBook?> IDemandForecasts.CurrentAsync(CancellationToken cancellation) => Task.FromResult(_book);

    public Task<DemandTurn?> ForecastAsync(DemandFrame frame, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        _book = ForecastDemand.Foretell(frame, run, 56, neural: false, null, cancellation);
        return Task.FromResult<DemandTurn?>(_book.Turn);
    }

    private static ShopSnapshot Build(int days)
    {
        var random = new Random(3);
        var shop = new SnapshotBuilder(First.AddDays(days))
            .Product("TEA", "Green tea", "Drinks").Product("CUP", "Cup & saucer", "Kitchen").Product("FRESH", "Fresh leaves", "Drinks").Product("OLD", "Old pot", "Kitchen");
        for (var day = 0; day < days; day++)
        {
            var (at, isCheap) = (First.AddDays(day), day % 28 is 20 or 21 && day > 60);
            shop.Order(at, "a", ("TEA", (isCheap ? 18 : 9) + random.Next(4), isCheap ? 300 : 400));
            if (day % 3 == 0 && day is < 120 or > 130)
            {
                shop.Order(at.AddHours(1), "b", ("CUP", 2 + random.Next(3), 900));
            }

            if (day > days - 12)
            {
                shop.Order(at.AddHours(2), "c", ("FRESH", 3, 500));
            }

            if (day < 40)
            {
                shop.Order(at.AddHours(3), "d", ("OLD", 1, 2000));
            }
        }

        if (days == Length)
        {
            shop.Level(First.AddDays(120).AddHours(-10), "CUP", 0).Level(First.AddDays(131).AddHours(-10), "CUP", 50).Return(First.AddDays(150), "a", "TEA", 4, 400);
        }

        return shop.Build();
    }
}
