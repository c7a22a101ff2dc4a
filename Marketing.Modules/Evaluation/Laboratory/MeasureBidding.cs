using System.Diagnostics;
using System.Globalization;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Prices to bidders, auctions to figures.</summary>
internal sealed class MeasureBidding(IBiddingMethods methods) : IBiddingLaboratory
{
    private const int BadInput = 2;
    private const string Command = "bid";
    private const double PricedImpressions = 1000;

    public Task<BiddingReport> MeasureAsync(BiddingQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (!(question.BudgetShare is > 0 and <= 1))
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"The budget share is {question.BudgetShare}; it must be above 0 and at most 1."), "Say with --budget-share which part of what all auctions would cost may be spent, for example 0.03125.", BadInput);
        }

        if (question.Episode < 1)
        {
            throw new OperatorException($"An episode has {question.Episode} auctions; it must have 1 at least.", "Say with --episode how many auctions share one budget, for example 1000.", BadInput);
        }

        LabMethods.Check(Command, () => Check(question));
        return HeavyWork.RunAsync(() => Measure(question, progress, cancellation), cancellation);
    }

    private BiddingReport Measure(BiddingQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("read", 0));
        var (market, auctions) = (LabPrices.Read(asked.Prices), LabAuctions.Read(asked.Auctions, cancellation));
        progress?.Report(new Progress("read", 1, string.Create(CultureInfo.InvariantCulture, $"{auctions.Count:N0} auctions")));
        var episode = new BidEpisode(market, asked.Episode, Budget(asked, market));
        var (measured, episodes) = (new List<LabMeasured>(), new List<EpisodeOutcome>());
        foreach (var kind in Kinds(asked))
        {
            var (bidder, seconds, cpu) = LabMethods.Timed(() => Fit(kind, episode, asked, progress, cancellation));
            var started = Stopwatch.GetTimestamp();
            var outcomes = ReplayAuctions.By(bidder, auctions, episode.Auctions, episode.Budget, cancellation);
            measured.Add(new LabMeasured(kind, bidder.Parameters, Figures(outcomes, auctions.Count, episode.Budget), seconds, Stopwatch.GetElapsedTime(started).TotalSeconds, cpu, LabMethods.PeakBytes()));
            episodes.AddRange(outcomes);
        }

        return new BiddingReport(
            measured,
            episode.Budget,
            new Dictionary<string, long>
            {
                ["auctions"] = auctions.Count,
                ["episodes"] = episodes.Count / measured.Count,
                ["clicks"] = auctions.LongCount(auction => auction.IsClicked),
                ["train"] = market.Impressions,
                ["train_clicks"] = market.Clicks,
            },
            episodes);
    }

    private static int Budget(BiddingQuestion asked, BidMarket market) => ((double)market.Cost / market.Impressions * asked.BudgetShare * asked.Episode) switch
    {
        < 1 => throw new OperatorException("The budget of an episode comes to less than one unit of price.", "Give a larger --budget-share or a longer --episode.", BadInput),
        >= int.MaxValue => throw new OperatorException("The budget of an episode comes to more than 2147483647 units of price.", "Give a shorter --episode, or prices in a coarser unit.", BadInput),
        var budget => (int)budget,
    };

    private IBidder Fit(string kind, BidEpisode episode, BiddingQuestion asked, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        try
        {
            return methods.Fit(kind, episode, Own(kind, asked), share => progress?.Report(new Progress(kind, share)), cancellation);
        }
        catch (UnfitMethodException unfit)
        {
            throw new OperatorException(unfit.Message, $"Give a shorter --episode or a smaller --budget-share, or measure {string.Join(", ", methods.Kinds.Except(["rlb", "ss_mdp"]))}.", BadInput, unfit);
        }
    }

    private IReadOnlyList<string> Kinds(BiddingQuestion asked) => asked.Model == BiddingQuestion.AllModels ? methods.Kinds : [asked.Model];

    private void Check(BiddingQuestion asked)
    {
        if (Kinds(asked) is [var only])
        {
            methods.Check(only, asked.Parameters);
            return;
        }

        if (asked.Parameters.Keys.FirstOrDefault(name => methods.Kinds.All(kind => methods.Parameters(kind).All(parameter => parameter.Name != name))) is { } unknown)
        {
            throw new ArgumentException($"No model has a parameter {unknown}.");
        }

        methods.Kinds.ToList().ForEach(kind => methods.Check(kind, Own(kind, asked)));
    }

    private Dictionary<string, string> Own(string kind, BiddingQuestion asked) =>
        asked.Parameters.Where(given => methods.Parameters(kind).Any(parameter => parameter.Name == given.Key)).ToDictionary(given => given.Key, given => given.Value);

    private static List<Metric> Figures(List<EpisodeOutcome> episodes, int auctions, int budget)
    {
        var (clicks, impressions, cost) = (episodes.Sum(one => (long)one.Clicks), episodes.Sum(one => (long)one.Impressions), episodes.Sum(one => one.Cost));
        var interval = Interval.Poisson(clicks);
        var figures = new List<Metric>
        {
            new("clicks", clicks, interval.Low, interval.High),
            new("impressions", impressions),
            new("cost", cost),
            new("auctions", auctions),
            new("win_rate", (double)impressions / auctions),
            new("budget_used", cost / ((double)budget * episodes.Count)),
        };
        if (impressions > 0)
        {
            figures.Add(new Metric("cpm", (double)cost / impressions));
        }

        if (clicks > 0)
        {
            figures.Add(new Metric("ecpc", cost / PricedImpressions / clicks));
        }

        return figures;
    }
}
