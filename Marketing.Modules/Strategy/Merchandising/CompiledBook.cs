using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Marketing.Strategy.Merchandising;

/// <summary>A book against the products of one snapshot on one day. Plans are made when a segment and a place first ask; several threads may ask.</summary>
internal sealed class CompiledBook
{
    private const int HashLetters = 16;
    private const int Unknown = -1;

    // Many rules together neither drown every score nor make one endless.
    private const double LeastFactor = 1e-6;
    private const double MostFactor = 1e6;
    private readonly (MerchandisingRule Rule, bool[] Matches)[] _rules;
    private readonly StockSignal[]? _stock;
    private readonly StockSignals? _soonGone;
    private readonly ConcurrentDictionary<(string?, string?), Lazy<RulePlan>> _plans = new();

    /// <param name="book">A book that passes the checks.</param>
    /// <param name="facts">The products.</param>
    /// <param name="day">The shop's day; rules of other days are not in use.</param>
    /// <param name="stock">What the stock of the products says, or null.</param>
    public CompiledBook(RuleBook book, ProductFacts facts, DateOnly day, StockSignals? stock = null)
    {
        Book = book;
        Facts = facts;
        _stock = SignalsOf(book, facts.Snapshot.Products.Count, stock);
        _soonGone = book is { HideOutOfStock: true, HoldBackRunningOut: true } ? stock : null;
        _rules = [.. book.Rules
            .Where(rule => rule.Enabled && (rule.From is not { } from || day >= from) && (rule.Until is not { } until || day <= until))
            .Select(rule => (rule, ProductFilters.Match(rule.Products, facts.Snapshot.Products)))];
    }

    public RuleBook Book { get; }

    /// <summary>What the book was compiled against.</summary>
    public ProductFacts Facts { get; }

    /// <summary>Rules in use with the products that each is about.</summary>
    public IReadOnlyList<(MerchandisingRule Rule, bool[] Matches)> Rules => _rules;

    /// <summary>Whether a rule asks for the segment of the customer.</summary>
    public bool NeedsSegments => _rules.Any(entry => entry.Rule.Segment is not null);

    /// <summary>What holds for a customer of a segment (null without one) at a place (null for any).</summary>
    public RulePlan For(string? segment, string? placement)
    {
        // What no rule names is alike, in capitals or not, so that a caller's inventions fill no memory.
        placement = placement?.ToLowerInvariant();
        var key = (_rules.Any(entry => entry.Rule.Segment == segment) ? segment : null, _rules.Any(entry => Names(entry.Rule, placement)) ? placement : null);
        return _plans.GetOrAdd(key, wanted => new Lazy<RulePlan>(() => Plan(wanted.Item1, wanted.Item2))).Value;
    }

    private static bool Names(MerchandisingRule rule, string? placement) => placement is not null && rule.Placements.Contains(placement, StringComparer.OrdinalIgnoreCase);

    private RulePlan Plan(string? segment, string? placement)
    {
        var rules = _rules.Where(entry => (entry.Rule.Segment is null || entry.Rule.Segment == segment) && (entry.Rule.Placements.Count == 0 || Names(entry.Rule, placement))).ToList();
        var (factor, raised) = Factors(rules);
        var offered = Offered(rules);
        return new RulePlan(
            Book,
            [.. rules.Select(entry => entry.Rule)],
            offered,
            Candidates(offered),
            factor,
            raised,
            [.. rules.Where(entry => entry.Rule.Action == RuleAction.Pin).DistinctBy(entry => entry.Rule.Slot).OrderBy(entry => entry.Rule.Slot).Select(entry => new Pinned(entry.Rule.Slot!.Value - 1, entry.Matches, entry.Rule))],
            [.. rules.Where(entry => entry.Rule.Action == RuleAction.Apart).Select(entry => new KeptApart(entry.Matches, ProductFilters.Match(entry.Rule.ApartFrom!, Facts.Snapshot.Products)))])
        {
            Stock = _stock,
        };
    }

    // The signals that the book heeds; null where there are none.
    private static StockSignal[]? SignalsOf(RuleBook book, int products, StockSignals? stock)
    {
        if (stock is null || !(book.HoldBackRunningOut || book.PushOverstock))
        {
            return null;
        }

        var heeded = new StockSignal[products];
        for (var p = 0; p < products; p++)
        {
            heeded[p] = stock.Of(p) switch
            {
                StockSignal.HoldBack when book.HoldBackRunningOut => StockSignal.HoldBack,
                StockSignal.Push when book.PushOverstock => StockSignal.Push,
                _ => StockSignal.None,
            };
        }

        return Array.TrueForAll(heeded, signal => signal == StockSignal.None) ? null : heeded;
    }

    private bool[] Offered(List<(MerchandisingRule Rule, bool[] Matches)> rules)
    {
        var (stock, active, price) = (Facts.Snapshot.Products.Stock, Facts.Snapshot.Products.Active, Facts.Snapshot.Products.Price);
        var only = rules.Where(entry => entry.Rule.Action == RuleAction.Only).Select(entry => entry.Matches).ToList();
        var hidden = rules.Where(entry => entry.Rule.Action == RuleAction.Hide).Select(entry => entry.Matches).ToList();
        var offered = new bool[stock.Length];
        for (var p = 0; p < offered.Length; p++)
        {
            // A code that an event or an address of the web named, and nobody else, is no product that anybody could buy.
            offered[p] = active[p] && price[p] > 0 && (!Book.HideOutOfStock || stock[p] is > 0 or Unknown) && _soonGone?.IsSoonGone(p) != true && (only.Count == 0 || only.Exists(matches => matches[p])) && !hidden.Exists(matches => matches[p]);
        }

        return offered;
    }

    private string Candidates(bool[] offered)
    {
        var ids = Facts.Snapshot.Products.Id.Where((_, p) => offered[p]).ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(ids.AsSpan())));
        return string.Create(CultureInfo.InvariantCulture, $"catalogue:{ids.Length}:{hash[..HashLetters]}");
    }

    private (float[]?, MerchandisingRule?[]?) Factors(List<(MerchandisingRule Rule, bool[] Matches)> rules)
    {
        var moving = rules.Where(entry => entry.Rule.Factor is not null).ToList();
        if (moving.Count == 0 && Book.MarginWeight == 0 && Book.FreshnessWeight == 0 && _stock is null)
        {
            return (null, null);
        }

        var factors = new float[Facts.Snapshot.Products.Count];
        var raised = moving.Exists(entry => entry.Rule.Action == RuleAction.Boost) ? new MerchandisingRule?[factors.Length] : null;
        var (margins, ages) = (Book.MarginWeight > 0 ? Facts.Margins : null, Book.FreshnessWeight > 0 ? Facts.Ages : null);
        for (var p = 0; p < factors.Length; p++)
        {
            var factor = 1.0;
            foreach (var (rule, matches) in moving)
            {
                if (matches[p])
                {
                    factor *= rule.Factor!.Value;
                    if (raised is not null && rule.Action == RuleAction.Boost && (raised[p] is not { } stronger || rule.Factor > stronger.Factor))
                    {
                        raised[p] = rule;
                    }
                }
            }

            factor *= _stock?[p] switch { StockSignal.HoldBack => RuleBook.HoldBackFactor, StockSignal.Push => RuleBook.PushFactor, _ => 1 };
            factor *= margins is null ? 1 : 1 + (Book.MarginWeight * margins[p]);
            factors[p] = (float)(Math.Clamp(factor, LeastFactor, MostFactor) * (ages is null ? 1 : 1 + (Book.FreshnessWeight * Math.Pow(2, -ages[p] / Book.FreshnessDays))));
        }

        return (factors, raised);
    }
}
