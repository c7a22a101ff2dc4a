using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>Slopes of the likelihood of a visit by the shop's terms.</summary>
internal sealed partial class CustomerScores
{
    // On entry the slope holds the odds of browsing.
    private void Shop(in VisitLog.Visit visit, ReadOnlySpan<VisitLog.ShownProduct> shown, (double Browsed, double All, double Gone) sum, double denominators, double level, DayTables days)
    {
        var (shop, slope) = (_beliefs.Shop, ShopSlope);
        Array.Clear(slope);
        Utility(visit.Day, days);
        var mean = _share * TensorPrimitives.Dot<double>(_search, _utility);
        slope[shop.Browse] = -denominators * sum.Browsed;
        slope[shop.Search] = -denominators * (TensorPrimitives.Dot<double>(_slope, _utility) - (mean * sum.Browsed));
        for (var i = 0; i < shown.Length; i++)
        {
            Attention(shown[i], -denominators * _attention[i] * _lift[shown[i].Product]);
        }

        var bought = _log.Bought(visit);
        for (var i = 0; i < bought.Length; i++)
        {
            ShopChosen(bought[i], shown, mean, 1 + (i < bought.Length - 1 ? _further[i] : 0));
        }

        if (visit.Looked >= 0)
        {
            ShopChosen(visit.Looked, shown, mean, 1);
        }

        slope[shop.Look] = (visit.Looked < 0 ? 1 : 0) - (level / (level + sum.All));
    }

    private void ShopChosen(int product, ReadOnlySpan<VisitLog.ShownProduct> shown, double mean, double times)
    {
        var (shop, share) = (_beliefs.Shop, Share(product, shown));
        ShopSlope[shop.Browse] += times * share;
        ShopSlope[shop.Search] += times * share * (_utility[product] - mean);
        for (var i = 0; i < shown.Length && share < 1; i++)
        {
            if (shown[i].Product == product)
            {
                Attention(shown[i], times * (1 - share) * _attention[i] / Place(product, shown));
            }
        }
    }

    private void Attention(in VisitLog.ShownProduct shown, double slope)
    {
        var shop = _beliefs.Shop;
        if (shop.Index(shown.Place) is >= 0 and var index)
        {
            ShopSlope[index] += slope;
        }

        ShopSlope[shop.Wear] -= slope * shown.Seen;
    }

    private void Utility(int day, DayTables days)
    {
        TensorPrimitives.Add(days.Base(day), _taste, _utility);
        _own.TakeOff(day, _utility);
    }
}
