namespace Marketing.Evaluation.Simulator;

/// <summary>How big a simulated shop is, and for how long.</summary>
/// <param name="Customers">Customers at the beginning.</param>
/// <param name="Products">Products.</param>
/// <param name="Days">Days that count.</param>
/// <param name="Slots">Places of the list that each visit is shown.</param>
/// <param name="Before">Days before these, in which chance decides: the history that every policy begins with.</param>
internal sealed record SimulatedSize(int Customers, int Products, int Days, int Slots = 3, int Before = 90);

/// <summary>What a policy earned.</summary>
internal sealed record Earned
{
    /// <summary>Margin of what was sold, less what came back, was charged back and was spent on contacts.</summary>
    public double Profit { get; set; }

    public double Revenue { get; set; }

    public long Visits { get; set; }

    public long Units { get; set; }

    public long Messages { get; set; }

    public long Advertisements { get; set; }

    public double Spent { get; set; }

    public long Unsubscribed { get; set; }

    public long Left { get; set; }
}

/// <summary>Lets a policy decide for a simulated shop, day by day.</summary>
internal sealed class Simulate
{
    private const int RestockDays = 14;
    private const int LeastStock = 6;
    private const int FirstStock = 12;
    private const int DaysToReturn = 10;
    private const int DaysToChargeBack = 20;
    private const int Past = 2;
    private const double BotVisits = 2;
    private const double Further = 0.4;
    private const int MostChoices = 4;
    private const double RepelledVisits = 0.6;
    private static readonly double[] PullOf = [1, 0.1, 0.02];

    private readonly TrueShop _truth;
    private readonly ShopState _state;
    private readonly ShopView _view;
    private readonly SimulatedSize _size;
    private readonly Odds _odds;
    private readonly PriorityQueue<Due, int> _later = new();
    private readonly int[] _sold;
    private readonly Earned _earned = new();
    private int _known;

    private Simulate(World world, long seed, SimulatedSize size)
    {
        var all = size.Customers + (int)(world.Growth * size.Customers * size.Days);
        (_size, _truth, _sold) = (size, new TrueShop(world, seed, all, size.Customers, size.Products), new int[size.Products]);
        _state = new ShopState(_truth, FirstStock);
        (_view, _odds) = (new ShopView(_truth, size.Slots, _state.Stock, _state.IsSubscribed), new Odds(_truth, _state));
    }

    /// <summary>Runs one world under one policy.</summary>
    /// <param name="world">World.</param>
    /// <param name="seed">Seed of everything that chance brings.</param>
    /// <param name="size">How big and how long.</param>
    /// <param name="make">Makes the policy; only the oracle may use the truth and the state.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Earned Run(World world, long seed, SimulatedSize size, Func<TrueShop, ShopState, ShopPolicy> make, CancellationToken cancellation)
    {
        var run = new Simulate(world, seed, size);
        ShopPolicy before = new Policies.RandomPolicy(seed, Past);
        var policy = make(run._truth, run._state);
        for (var day = -size.Before; day < size.Days; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Live(day, day < 0 ? before : policy);
        }

        while (run._later.TryDequeue(out var due, out _))
        {
            run.Settle(due);
        }

        return run._earned;
    }

    private void Live(int day, ShopPolicy policy)
    {
        (_view.Day, _view.Customers) = (day, Math.Min(_truth.Customers, _truth.AtStart + (int)(_truth.World.Growth * _truth.AtStart * Math.Max(0, day))));
        for (; _known < _view.Customers; _known++)
        {
            _state.IsHere[_known] = true;
        }

        if (day % RestockDays == 0)
        {
            Restock();
        }

        while (_later.TryPeek(out _, out var at) && at <= day)
        {
            Settle(_later.Dequeue());
        }

        var plan = new ContactPlan(_view, _truth.World.Budget * _truth.AtStart / 1000, customer => _state.MayContact(customer, day));
        policy.Contact(_view, plan);
        foreach (var (customer, contact) in plan.Contacts)
        {
            Reach(customer, contact, day);
        }

        for (var customer = 0; customer < _view.Customers; customer++)
        {
            if (_state.IsHere[customer])
            {
                Visit(customer, day, plan.Contacts.GetValueOrDefault(customer), policy);
                Leave(customer, day);
            }
        }
    }

    private void Restock()
    {
        for (var product = 0; product < _sold.Length; product++)
        {
            _state.Stock[product] = Math.Max(_state.Stock[product], LeastStock + (2 * _sold[product]));
            _sold[product] = 0;
        }
    }

    private void Reach(int customer, Contact contact, int day)
    {
        var cost = contact.Kind == Origin.Message ? _truth.World.Cost.Message : _truth.World.Cost.Advertisement;
        foreach (var product in contact.Products)
        {
            _view.Add(new ShopEvent(day, customer, product, contact.Kind == Origin.Message ? ShopEventKind.Message : ShopEventKind.Advertisement, contact.Kind, cost / contact.Products.Length));
        }

        Count(earned =>
        {
            (earned.Profit, earned.Spent) = (earned.Profit - cost, earned.Spent + cost);
            (earned.Messages, earned.Advertisements) = contact.Kind == Origin.Message ? (earned.Messages + 1, earned.Advertisements) : (earned.Messages, earned.Advertisements + 1);
        });
        var fatigue = _state.Fatigue(customer, day);
        _state.NoteContact(customer, day);
        if (contact.Kind == Origin.Message && _state.IsHere[customer] && _truth.Draws.Uniform(Purpose.Unsubscribe, customer, day) < _truth.World.Unsubscribes * (1 + (fatigue * fatigue)))
        {
            _state.IsSubscribed[customer] = false;
            _view.Add(new ShopEvent(day, customer, -1, ShopEventKind.Unsubscribed, Origin.Message, 0));
            Count(earned => earned.Unsubscribed++);
        }
    }

    private void Visit(int customer, int day, Contact? contact, ShopPolicy policy)
    {
        if (_truth.Kind[customer] == CustomerKind.Bot)
        {
            if (_truth.Draws.Uniform(Purpose.Visit, customer, day) < 1 - Math.Exp(-BotVisits))
            {
                Crawl(customer, day, policy);
            }

            return;
        }

        var origin = contact is null ? Origin.Own : Answered(customer, day, contact);
        var rate = _truth.Rate[customer] * _truth.Season(day) * (_truth.Answers[customer] == Answer.Repelled && _state.WasContacted(customer, day) ? RepelledVisits : 1);
        if (origin == Origin.Own && _truth.Draws.Uniform(Purpose.Visit, customer, day) >= 1 - Math.Exp(-rate))
        {
            return;
        }

        _odds.Begin(customer, day, origin == Origin.Message && contact!.HasCoupon ? _truth.World.Coupon : 0);
        if (origin != Origin.Own)
        {
            Array.ForEach(contact!.Products, product => _odds.Show(product, Odds.OfMessage));
        }

        _view.Add(new ShopEvent(day, customer, -1, ShopEventKind.Visit, origin, 0));
        Count(earned => earned.Visits++);
        ShowList(customer, day, origin, policy);
        Buy(customer, day, origin, origin == Origin.Message && contact!.HasCoupon ? _truth.World.Coupon : 0);
    }

    // Whether a contact brings a visit: by who somebody is, how tired, and whether it shows what they like.
    private Origin Answered(int customer, int day, Contact contact)
    {
        var draw = _truth.Draws.Uniform(contact.Kind == Origin.Message ? Purpose.MessageVisit : Purpose.AdvertisementVisit, customer, day);
        return draw < Pull(_truth, _state, _odds, customer, day, contact) ? contact.Kind : Origin.Own;
    }

    /// <summary>Chance that a contact brings a visit.</summary>
    public static double Pull(TrueShop truth, ShopState state, Odds odds, int customer, int day, Contact contact)
    {
        odds.Begin(customer, day, contact.HasCoupon ? truth.World.Coupon : 0);
        var best = double.NegativeInfinity;
        foreach (var product in contact.Products)
        {
            best = state.Stock[product] > 0 ? Math.Max(best, odds.Utility[product]) : best;
        }

        return PullOf[(int)truth.Answers[customer]] * truth.World.Pull * Math.Exp(-truth.World.Fatigue.Weakens * state.Fatigue(customer, day)) / (1 + Math.Exp(truth.World.Outside - 2 - best));
    }

    private void ShowList(int customer, int day, Origin origin, ShopPolicy policy)
    {
        Span<int> slots = stackalloc int[_size.Slots];
        slots.Fill(-1);
        policy.Show(_view, customer, slots);
        for (var place = 0; place < slots.Length; place++)
        {
            var product = slots[place];
            if (product < 0 || slots[..place].Contains(product))
            {
                continue;
            }

            var attention = Odds.OfPlace(place) * _state.Attention(customer, product, day);
            _view.Add(new ShopEvent(day, customer, product, ShopEventKind.Shown, origin, 0));
            _state.NoteSeen(customer, product, day);
            _odds.Show(product, attention);
            if (_truth.Draws.Uniform(Purpose.Click, (customer * _truth.Products) + product, day) < attention / (1 + Math.Exp(_truth.World.Outside - 2 - _odds.Utility[product])))
            {
                _view.Add(new ShopEvent(day, customer, product, ShopEventKind.Click, origin, 0));
            }
        }
    }

    private void Buy(int customer, int day, Origin origin, double cut)
    {
        if (_odds.Choose(_truth.Draws.Uniform(Purpose.Look, customer, day)) is >= 0 and var looked)
        {
            _view.Add(new ShopEvent(day, customer, looked, ShopEventKind.Look, origin, 0));
        }

        for (var choice = 0; choice < MostChoices; choice++)
        {
            var product = _odds.Choose(_truth.Draws.Uniform(Purpose.Choice, customer, (day * MostChoices) + choice));
            if (product < 0)
            {
                return;
            }

            Sell(customer, product, day, origin, cut);
            _odds.Remove(product);
            if (_truth.Draws.Uniform(Purpose.Further, customer, (day * MostChoices) + choice) >= Further)
            {
                return;
            }
        }
    }

    private void Sell(int customer, int product, int day, Origin origin, double cut)
    {
        var paid = _truth.Price[product] * (1 - cut);
        _view.Add(new ShopEvent(day, customer, product, ShopEventKind.Bought, origin, paid));
        _state.NoteBought(customer, product, day);
        (_state.Stock[product], _sold[product]) = (_state.Stock[product] - 1, _sold[product] + 1);
        Count(earned => (earned.Profit, earned.Revenue, earned.Units) = (earned.Profit + paid - _truth.Cost[product], earned.Revenue + paid, earned.Units + 1));
        if (_truth.Kind[customer] == CustomerKind.Fraudster)
        {
            _later.Enqueue(new Due(customer, product, day, paid, ShopEventKind.ChargedBack), day + DaysToChargeBack);
        }
        else if (_truth.Draws.Uniform(Purpose.Return, (customer * _truth.Products) + product, day) < _truth.Returned[product])
        {
            _later.Enqueue(new Due(customer, product, day, paid, ShopEventKind.Returned), day + DaysToReturn);
        }
    }

    // Goods that come back can be sold again; goods of a payment that is reversed are gone. What was sold before the beginning counts neither way.
    private void Settle(Due due)
    {
        _view.Add(new ShopEvent(_view.Day, due.Customer, due.Product, due.Kind, Origin.Own, due.Paid));
        _state.Stock[due.Product] += due.Kind == ShopEventKind.Returned ? 1 : 0;
        if (due.Sold >= 0)
        {
            _earned.Profit -= due.Kind == ShopEventKind.ChargedBack ? due.Paid : due.Paid - _truth.Cost[due.Product] + _truth.World.Returns.Cost;
        }
    }

    // A program looks at everything it is shown and at much else, and buys nothing.
    private void Crawl(int customer, int day, ShopPolicy policy)
    {
        _view.Add(new ShopEvent(day, customer, -1, ShopEventKind.Visit, Origin.Own, 0));
        Span<int> slots = stackalloc int[_size.Slots];
        slots.Fill(-1);
        policy.Show(_view, customer, slots);
        for (var place = 0; place < slots.Length; place++)
        {
            if (slots[place] >= 0 && !slots[..place].Contains(slots[place]))
            {
                _view.Add(new ShopEvent(day, customer, slots[place], ShopEventKind.Shown, Origin.Own, 0));
                _view.Add(new ShopEvent(day, customer, slots[place], ShopEventKind.Click, Origin.Own, 0));
            }
        }
    }

    private void Leave(int customer, int day)
    {
        if (_truth.Draws.Uniform(Purpose.Leave, customer, day) < _truth.World.Leaves.Plain + (_truth.World.Leaves.Fatigued * _state.Fatigue(customer, day)))
        {
            _state.IsHere[customer] = false;
            Count(earned => earned.Left++);
        }
    }

    // The days before the beginning are not the policy's.
    private void Count(Action<Earned> count)
    {
        if (_view.Day >= 0)
        {
            count(_earned);
        }
    }

    private readonly record struct Due(int Customer, int Product, int Sold, double Paid, ShopEventKind Kind);
}
