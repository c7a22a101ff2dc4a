namespace Marketing.Model.Choices;

/// <summary>Visits in the order in which they came, each with what was shown, clicked on, looked at and bought; those of a customer are linked both ways.</summary>
internal sealed class VisitLog
{
    /// <summary>No product, or no visit.</summary>
    public const int None = -1;

    private const double Ages = 4;
    private readonly double _seenDays;
    private Visit[] _visits = new Visit[1024];
    private ShownProduct[] _shown = new ShownProduct[4096];
    private int[] _bought = new int[1024];
    private int[] _first = [];
    private int[] _last = [];
    private int[] _count = [];
    private bool[] _isLeftOut = [];

    /// <param name="seenDays">Days after which a third of the times that something was shown still counts.</param>
    public VisitLog(double seenDays) => _seenDays = seenDays;

    public int Count { get; private set; }

    public int ShownCount { get; private set; }

    public int BoughtCount { get; private set; }

    /// <summary>Customers, whether they came or not.</summary>
    public int Customers => _first.Length;

    public int LastDay { get; private set; } = int.MinValue;

    public int FirstDay { get; private set; } = int.MaxValue;

    public ref Visit this[int visit] => ref _visits[visit];

    public ReadOnlySpan<ShownProduct> Shown(in Visit visit) => _shown.AsSpan(visit.Shown, visit.ShownCount);

    public ReadOnlySpan<int> Bought(in Visit visit) => _bought.AsSpan(visit.Bought, visit.BoughtCount);

    /// <summary>First visit of a customer.</summary>
    public int First(int customer) => customer < _first.Length ? _first[customer] : None;

    /// <summary>Latest visit of a customer.</summary>
    public int Last(int customer) => customer < _last.Length ? _last[customer] : None;

    /// <summary>Latest visit of a customer before a day.</summary>
    public int LastBefore(int customer, int day)
    {
        var visit = Last(customer);
        while (visit != None && _visits[visit].Day >= day)
        {
            visit = _visits[visit].Previous;
        }

        return visit;
    }

    public int VisitsOf(int customer) => customer < _count.Length ? _count[customer] : 0;

    public bool IsLeftOut(int customer) => customer < _isLeftOut.Length && _isLeftOut[customer];

    public void LeaveOut(int customer)
    {
        Reach(customer);
        _isLeftOut[customer] = true;
    }

    public void Begin(int customer, int day)
    {
        Reach(customer);
        if (Count == _visits.Length)
        {
            Array.Resize(ref _visits, 2 * Count);
        }

        _visits[Count] = new Visit { Customer = customer, Day = day, Shown = ShownCount, Bought = BoughtCount, Looked = None, Next = None, Previous = _last[customer] };
        if (_last[customer] == None)
        {
            _first[customer] = Count;
        }
        else
        {
            _visits[_last[customer]].Next = Count;
        }

        _last[customer] = Count++;
        _count[customer]++;
        (FirstDay, LastDay) = (Math.Min(FirstDay, day), Math.Max(LastDay, day));
    }

    public void AddShown(int product, int place)
    {
        ref var visit = ref _visits[Count - 1];
        if (ShownCount == _shown.Length)
        {
            Array.Resize(ref _shown, 2 * ShownCount);
        }

        _shown[ShownCount++] = new ShownProduct { Product = product, Place = place, Seen = (float)Seen(visit.Previous, product, visit.Day) };
        visit.ShownCount++;
    }

    /// <summary>Notes a click on something that the visit was shown.</summary>
    public void AddClick(int product)
    {
        var shown = _shown.AsSpan(_visits[Count - 1].Shown, _visits[Count - 1].ShownCount);
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i].IsClicked |= shown[i].Product == product;
        }
    }

    public void AddLook(int product) => _visits[Count - 1].Looked = product;

    public void AddBought(int product)
    {
        if (BoughtCount == _bought.Length)
        {
            Array.Resize(ref _bought, 2 * BoughtCount);
        }

        _bought[BoughtCount++] = product;
        _visits[Count - 1].BoughtCount++;
    }

    /// <summary>How often somebody was shown a product before, what is long ago counting less.</summary>
    /// <param name="visit">The latest visit that counts, or <see cref="None"/>.</param>
    /// <param name="product">Product.</param>
    /// <param name="day">Day.</param>
    public double Seen(int visit, int product, int day)
    {
        var seen = 0.0;
        for (; visit != None && _visits[visit].Day > day - (Ages * _seenDays); visit = _visits[visit].Previous)
        {
            foreach (ref readonly var shown in Shown(_visits[visit]))
            {
                seen += shown.Product == product && shown.Place >= 0 ? Math.Exp((_visits[visit].Day - day) / _seenDays) : 0;
            }
        }

        return seen;
    }

    /// <summary>Adds to each product how often somebody was shown it, as <see cref="Seen"/> counts.</summary>
    public void AddSeen(int customer, int day, Span<double> seen)
    {
        for (var visit = Last(customer); visit != None && _visits[visit].Day > day - (Ages * _seenDays); visit = _visits[visit].Previous)
        {
            var share = Math.Exp((_visits[visit].Day - day) / _seenDays);
            foreach (ref readonly var shown in Shown(_visits[visit]))
            {
                seen[shown.Product] += shown.Place >= 0 ? share : 0;
            }
        }
    }

    private void Reach(int customer)
    {
        var known = _first.Length;
        if (customer < known)
        {
            return;
        }

        var size = Math.Max(customer + 1, 2 * known);
        Array.Resize(ref _first, size);
        Array.Resize(ref _last, size);
        Array.Resize(ref _count, size);
        Array.Resize(ref _isLeftOut, size);
        Array.Fill(_first, None, known, size - known);
        Array.Fill(_last, None, known, size - known);
    }

    /// <summary>A visit.</summary>
    public struct Visit
    {
        public int Customer;
        public int Day;
        public int Shown;
        public int ShownCount;
        public int Bought;
        public int BoughtCount;
        public int Looked;
        public int Next;
        public int Previous;
    }

    /// <summary>Something shown in a visit.</summary>
    public struct ShownProduct
    {
        public int Product;

        /// <summary>Place from 0 on; -1 for what brought the visitor by a message.</summary>
        public int Place;

        /// <summary>How often it was shown before.</summary>
        public float Seen;

        public bool IsClicked;
    }
}
