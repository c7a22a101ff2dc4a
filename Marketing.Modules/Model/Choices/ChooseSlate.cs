using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>Fills the places of a list for one visit, one after the other, with what adds most expected margin to one choice of the visitor.</summary>
internal sealed class ChooseSlate
{
    private readonly ChoiceBeliefs _beliefs;
    private readonly VisitLog _log;
    private readonly double[] _base;
    private readonly double[] _lift;
    private readonly double[] _attention;
    private readonly double[] _seen;
    private readonly double[] _margin;
    private int _baseDay = int.MinValue;

    public ChooseSlate(ChoiceBeliefs beliefs, VisitLog log)
    {
        double[] New() => new double[beliefs.Products];
        (_beliefs, _log, _base, _lift, _attention, _seen, _margin) = (beliefs, log, New(), New(), New(), New(), New());
    }

    /// <summary>Forgets the utilities of the day: the beliefs have moved.</summary>
    public void Forget() => _baseDay = int.MinValue;

    /// <summary>Begins a visit, after all that was noted until now.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="day">Day, not before that of a noted visit.</param>
    /// <param name="scores">The customer, prepared.</param>
    /// <param name="stock">Units in stock.</param>
    public void Begin(int customer, int day, CustomerScores scores, ReadOnlySpan<int> stock)
    {
        var shop = _beliefs.Shop;
        FillUtility(customer, day, _log.Last(customer), scores);
        TensorPrimitives.Multiply(_lift, shop.Value[shop.Search], _attention);
        TensorPrimitives.Exp(_attention, _attention);
        TensorPrimitives.Multiply(_attention, Math.Exp(shop.Value[shop.Browse]) / TensorPrimitives.Sum<double>(_attention), _attention);
        TensorPrimitives.Add(_lift, scores.Half, _lift);
        TensorPrimitives.Exp(_lift, _lift);
        for (var product = 0; product < stock.Length; product++)
        {
            _lift[product] = stock[product] > 0 ? _lift[product] : 0;
        }

        Array.Clear(_seen);
        _log.AddSeen(customer, day, _seen);
        TensorPrimitives.Multiply(_seen, -shop.Value[shop.Wear], _seen);
        TensorPrimitives.Exp(_seen, _seen);
    }

    /// <summary>Goes back to the morning of a day, for <see cref="Interest"/> alone: visits of that day and of later ones, and what they bought, do not count.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="day">Day.</param>
    /// <param name="scores">The customer, prepared.</param>
    /// <param name="stock">What was in stock then, as far as it was noted.</param>
    public void Recall(int customer, int day, CustomerScores scores, StockLog stock)
    {
        FillUtility(customer, day, _log.LastBefore(customer, day), scores);
        TensorPrimitives.Add(_lift, scores.Half, _lift);
        TensorPrimitives.Exp(_lift, _lift);
        stock.TakeOut(day, _lift);
    }

    /// <summary>Shows what brought the visitor.</summary>
    public void Mention(int product) => _attention[product] += Math.Exp(_beliefs.Shop.LogAttention(-1));

    /// <summary>Chance of a click on a product that somebody pays attention to; 0 for what is out of stock.</summary>
    public double Interest(int product)
    {
        var odds = _lift[product] * Math.Exp(-_beliefs.Shop.Value[_beliefs.Shop.Click]);
        return odds / (1 + odds);
    }

    /// <summary>Picks the products with most odds times margin; a place that nothing is left for is -1.</summary>
    /// <returns>The greatest interest in one of them.</returns>
    public double Best(ReadOnlySpan<double> margin, Span<int> products)
    {
        var interest = 0.0;
        for (var i = 0; i < products.Length; i++)
        {
            var (best, most) = (-1, 0.0);
            for (var product = 0; product < margin.Length; product++)
            {
                if (_lift[product] * margin[product] is var worth && worth > most && !products[..i].Contains(product))
                {
                    (most, best) = (worth, product);
                }
            }

            products[i] = best;
            interest = best < 0 ? interest : Math.Max(interest, Interest(best));
        }

        return interest;
    }

    /// <summary>Fills places; a place that nothing improves is -1.</summary>
    /// <returns>Expected margin of one choice.</returns>
    public double Fill(ReadOnlySpan<double> margin, Span<int> slots)
    {
        TensorPrimitives.Multiply(_attention, _lift, _margin);
        var (sum, weighed) = (1 + TensorPrimitives.Sum<double>(_margin), TensorPrimitives.Dot<double>(_margin, margin));
        for (var place = 0; place < slots.Length; place++)
        {
            var (best, most, attention) = (-1, weighed / sum, Math.Exp(_beliefs.Shop.LogAttention(place)));
            for (var product = 0; product < margin.Length; product++)
            {
                var odds = attention * _seen[product] * _lift[product];
                if ((weighed + (odds * margin[product])) / (sum + odds) is var with && with > most && !slots[..place].Contains(product))
                {
                    (most, best) = (with, product);
                }
            }

            slots[place] = best;
            if (best >= 0)
            {
                var odds = attention * _seen[best] * _lift[best];
                (weighed, sum) = (weighed + (odds * margin[best]), sum + odds);
            }
        }

        return weighed / sum;
    }

    // Utilities of a customer on a day, after the visits up to one.
    private void FillUtility(int customer, int day, int latest, CustomerScores scores)
    {
        if (day != _baseDay)
        {
            _beliefs.Base(day, _base);
            _baseDay = day;
        }

        TensorPrimitives.Add(_base, scores.TasteOf, _lift);
        TakeOwn(day, latest);
    }

    private void TakeOwn(int day, int latest)
    {
        var shop = _beliefs.Shop;
        var (loss, lasts) = (shop.Value[shop.Loss], Math.Exp(shop.Value[shop.Days]));
        _seen.AsSpan().Clear();
        for (var visit = latest; visit != VisitLog.None; visit = _log[visit].Previous)
        {
            foreach (var product in _log.Bought(_log[visit]))
            {
                // The latest purchase counts.
                _lift[product] -= _seen[product] > 0 ? 0 : loss * Math.Exp(-(day - _log[visit].Day) / lasts);
                _seen[product] = 1;
            }
        }
    }
}
