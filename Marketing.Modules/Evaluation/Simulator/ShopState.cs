namespace Marketing.Evaluation.Simulator;

/// <summary>What moves in a simulated shop: who is still there, how tired, what is in stock, what somebody has or has seen too often. The truth.</summary>
internal sealed class ShopState
{
    private const double Forgotten = 10;
    private const int Never = short.MinValue;
    private readonly TrueShop _truth;
    private readonly short[] _bought;
    private readonly float[] _seen;
    private readonly short[] _seenOn;
    private readonly double[] _fatigue;
    private readonly int[] _fatigueOn;
    private readonly Queue<int>[] _contacts;

    public ShopState(TrueShop truth, int stock)
    {
        var cells = truth.Customers * truth.Products;
        (_truth, _bought, _seen, _seenOn) = (truth, new short[cells], new float[cells], new short[cells]);
        (_fatigue, _fatigueOn, _contacts) = (new double[truth.Customers], new int[truth.Customers], new Queue<int>[truth.Customers]);
        (IsHere, IsSubscribed, Stock) = (new bool[truth.Customers], new bool[truth.Customers], new int[truth.Products]);
        Array.Fill(_bought, (short)Never);
        Array.Fill(IsSubscribed, true);
        Array.Fill(Stock, stock);
        for (var customer = 0; customer < truth.Customers; customer++)
        {
            (IsHere[customer], _contacts[customer]) = (customer < truth.AtStart, new Queue<int>());
        }
    }

    /// <summary>Who still buys here.</summary>
    public bool[] IsHere { get; }

    public bool[] IsSubscribed { get; }

    public int[] Stock { get; }

    /// <summary>How tired of contacts somebody is.</summary>
    public double Fatigue(int customer, int day) => _fatigue[customer] * Math.Pow(0.5, (day - _fatigueOn[customer]) / _truth.World.Fatigue.Days);

    /// <summary>Whether somebody may be contacted within the cap. Who has left without a word still stands in the shop's books: a contact is paid for, and reaches nobody.</summary>
    public bool MayContact(int customer, int day)
    {
        var latest = _contacts[customer];
        while (latest.TryPeek(out var first) && first <= day - 7)
        {
            latest.Dequeue();
        }

        return latest.Count < _truth.World.Cap;
    }

    /// <summary>Whether somebody was contacted in the last seven days.</summary>
    public bool WasContacted(int customer, int day) => _contacts[customer].Count > 0 && _contacts[customer].Last() > day - 7;

    public void NoteContact(int customer, int day)
    {
        _contacts[customer].Enqueue(day);
        (_fatigue[customer], _fatigueOn[customer]) = (Fatigue(customer, day) + _truth.World.Fatigue.Step, day);
    }

    /// <summary>What a purchase of a product took off its utility, and what is left of that.</summary>
    public double Sated(int customer, int product, int day)
    {
        var on = _bought[(customer * _truth.Products) + product];
        return on == Never ? 0 : _truth.World.Sated.Loss * (_truth.World.Sated.Days > 0 ? Math.Exp(-(day - on) / _truth.World.Sated.Days) : 1);
    }

    public void NoteBought(int customer, int product, int day) => _bought[(customer * _truth.Products) + product] = (short)day;

    /// <summary>Attention that is left of a product that somebody was shown before.</summary>
    public double Attention(int customer, int product, int day) => Seen((customer * _truth.Products) + product, day) is var seen && seen == 0 ? 1 : Math.Pow(_truth.World.Wear, seen);

    public void NoteSeen(int customer, int product, int day)
    {
        var cell = (customer * _truth.Products) + product;
        (_seen[cell], _seenOn[cell]) = ((float)(Seen(cell, day) + 1), (short)day);
    }

    private double Seen(int cell, int day) => _seen[cell] == 0 ? 0 : _seen[cell] * Math.Exp(-(day - _seenOn[cell]) / Forgotten);
}
