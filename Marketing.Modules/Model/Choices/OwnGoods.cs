namespace Marketing.Model.Choices;

/// <summary>What a customer has bought so far, and what that takes off the utility of the same goods: a loss that fades with the days.</summary>
internal sealed class OwnGoods(ShopTerms shop)
{
    private double[] _left = [];
    private double[] _keptLift = [];
    private double[] _keptSearch = [];
    private int[] _product = new int[16];
    private int[] _day = new int[16];
    private int _count;

    /// <summary>Takes the shop's terms, which have moved.</summary>
    /// <param name="days">Days that the visits of a customer may lie apart.</param>
    public void Renew(int days)
    {
        if (days >= _left.Length)
        {
            (_left, _keptLift, _keptSearch) = (new double[2 * (days + 1)], new double[2 * (days + 1)], new double[2 * (days + 1)]);
        }

        var lasts = Math.Exp(shop.Value[shop.Days]);
        for (var age = 0; age <= days; age++)
        {
            _left[age] = Math.Exp(-age / lasts);
            _keptLift[age] = Math.Exp(-shop.Value[shop.Loss] * _left[age]);
            _keptSearch[age] = Math.Exp(-shop.Value[shop.Search] * shop.Value[shop.Loss] * _left[age]);
        }
    }

    public void Clear() => _count = 0;

    /// <summary>Notes a purchase; the latest of a product counts.</summary>
    public void Add(int product, int day)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_product[i] == product)
            {
                _day[i] = day;
                return;
            }
        }

        if (_count == _product.Length)
        {
            Array.Resize(ref _product, 2 * _count);
            Array.Resize(ref _day, 2 * _count);
        }

        (_product[_count], _day[_count]) = (product, day);
        _count++;
    }

    /// <summary>Takes the loss off exponentials of utilities.</summary>
    /// <param name="day">Day.</param>
    /// <param name="lift">Exponentials of the utilities.</param>
    /// <param name="search">Exponentials of how browsing follows them.</param>
    /// <returns>What that adds to the sum of the latter.</returns>
    public double TakeOff(int day, Span<double> lift, Span<double> search)
    {
        var added = 0.0;
        for (var i = 0; i < _count; i++)
        {
            var (product, age) = (_product[i], day - _day[i]);
            lift[product] *= _keptLift[age];
            var kept = search[product] * _keptSearch[age];
            added += kept - search[product];
            search[product] = kept;
        }

        return added;
    }

    /// <summary>Takes the loss off utilities.</summary>
    public void TakeOff(int day, Span<double> utility)
    {
        for (var i = 0; i < _count; i++)
        {
            utility[_product[i]] -= shop.Value[shop.Loss] * _left[day - _day[i]];
        }
    }

    /// <summary>Loss of a product on a day.</summary>
    public double Lost(int product, int day)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_product[i] == product)
            {
                return shop.Value[shop.Loss] * _left[day - _day[i]];
            }
        }

        return 0;
    }

    /// <summary>Adds the slopes by the loss and by how long it lasts.</summary>
    /// <param name="day">Day.</param>
    /// <param name="slope">Slopes by the utilities.</param>
    /// <param name="ofShop">Slopes by the shop's terms.</param>
    public void AddSlopes(int day, ReadOnlySpan<double> slope, Span<double> ofShop)
    {
        var lasts = Math.Exp(shop.Value[shop.Days]);
        for (var i = 0; i < _count; i++)
        {
            var (age, of) = (day - _day[i], slope[_product[i]]);
            ofShop[shop.Loss] -= _left[age] * of;
            ofShop[shop.Days] -= shop.Value[shop.Loss] * _left[age] * age / lasts * of;
        }
    }
}
