namespace Marketing.Model.Choices;

/// <summary>
/// What is the same for everybody: attention of places, browsing, wear, satiation and the levels of clicks and looks, as one vector with normal priors. The first place has an attention of 1, and buying nothing a
/// utility of 0.
/// </summary>
internal sealed class ShopTerms
{
    private readonly int _places;

    /// <param name="places">Places of a list.</param>
    /// <param name="satedDays">Median of the prior of the days of satiation.</param>
    public ShopTerms(int places, double satedDays)
    {
        _places = places;
        Value = new double[places + 7];
        Prior = new double[Value.Length];
        Spread = new double[Value.Length];
        for (var place = 1; place < places; place++)
        {
            Set(place, -0.3, 0.5);
        }

        Set(0, -0.7, 1);
        Set(Browse, 0, 1.5);
        Set(Search, 0.5, 0.5);
        Set(Wear, 0.1, 0.3);
        Set(Loss, 2, 2);
        Set(Days, Math.Log(satedDays), 1);
        Set(Click, 0, 3);
        Set(Look, 0, 3);
    }

    /// <summary>Values. Index 0 is the logarithm of the attention to what a message brought.</summary>
    public double[] Value { get; }

    public double[] Prior { get; }

    public double[] Spread { get; }

    public int Count => Value.Length;

    /// <summary>Index of the logarithm of all attention that browsing has.</summary>
    public int Browse => _places;

    /// <summary>Index of how far browsing follows utility.</summary>
    public int Search => _places + 1;

    /// <summary>Index of what the logarithm of attention loses each time something was shown.</summary>
    public int Wear => _places + 2;

    /// <summary>Index of the utility that a product just bought loses.</summary>
    public int Loss => _places + 3;

    /// <summary>Index of the logarithm of the days of satiation.</summary>
    public int Days => _places + 4;

    /// <summary>Index of the utility from which on half of those who pay attention click.</summary>
    public int Click => _places + 5;

    /// <summary>Index of the utility of looking at nothing.</summary>
    public int Look => _places + 6;

    /// <summary>Logarithm of the attention of a place: 0 for the first, -1 for what a message brought.</summary>
    public double LogAttention(int place) => place < 0 ? Value[0] : place == 0 ? 0 : Value[Math.Min(place, _places - 1)];

    /// <summary>Index of the term of a place, or -1 for the first.</summary>
    public int Index(int place) => place < 0 ? 0 : place == 0 ? -1 : Math.Min(place, _places - 1);

    /// <summary>Moves a term and what is expected of it.</summary>
    public void Move(int index, double value) => (Value[index], Prior[index]) = (value, value);

    /// <summary>Keeps terms where they mean something: what was shown does not gain by it, and browsing does not flee what is liked.</summary>
    public void Keep()
    {
        Value[Search] = Math.Clamp(Value[Search], 0, 2);
        Value[Wear] = Math.Clamp(Value[Wear], 0, 3);
        Value[Days] = Math.Clamp(Value[Days], 0, Math.Log(3650));
    }

    private void Set(int index, double value, double spread) => (Value[index], Prior[index], Spread[index]) = (value, value, spread);
}
