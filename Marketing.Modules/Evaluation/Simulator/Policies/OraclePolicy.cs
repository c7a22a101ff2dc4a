namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>
/// Knows the truth, and the luck of nobody: shows what brings most expected margin, and writes to whom it pays most for the money of the day, less what customers who leave for fatigue would have brought. It
/// looks one step ahead, so that it is no bound in the strict sense; what it earns is what knowledge is worth under the same budget, caps and stock.
/// </summary>
internal sealed class OraclePolicy(TrueShop truth, ShopState state, int days) : ShopPolicy
{
    private const double LongestAhead = 120;
    private const int Kept = 7;
    private readonly Odds _odds = new(truth, state);
    private readonly int[] _until = [.. Enumerable.Repeat(int.MinValue, truth.Customers)];
    private readonly (Contact Contact, double Chance, double Margin)[][] _offers = new (Contact, double, double)[truth.Customers][];

    public override string Name => "oracle";

    public override void Contact(ShopView shop, ContactPlan plan)
    {
        var offers = new List<(int Customer, Contact Contact, double Return)>();
        for (var customer = 0; customer < shop.Customers; customer++)
        {
            if (state.IsHere[customer] && truth.Kind[customer] == CustomerKind.Person && truth.Answers[customer] != Answer.Repelled && plan.IsOpen(customer) && Best(shop, customer) is { } best)
            {
                offers.Add(best);
            }
        }

        foreach (var (customer, contact, _) in offers.OrderByDescending(offer => offer.Return).ThenBy(offer => offer.Customer))
        {
            _ = contact.Kind == Origin.Message ? plan.TryMessage(customer, contact.Products, contact.HasCoupon) : plan.TryAdvertise(customer, contact.Products[0]);
        }
    }

    public override void Show(ShopView shop, int customer, Span<int> slots)
    {
        _odds.Begin(customer, shop.Day, 0);
        Fill(shop, customer, slots, 0);
    }

    // Greedy: the product that adds most in each place (the margin of a logit is submodular in practice, not by law).
    private double Fill(ShopView shop, int customer, Span<int> slots, double cut)
    {
        for (var place = 0; place < slots.Length; place++)
        {
            var ((weighed, sum), best) = (_odds.Parts(cut), -1);
            var most = weighed / sum;
            for (var product = 0; product < shop.Products; product++)
            {
                var attention = Odds.OfPlace(place) * state.Attention(customer, product, shop.Day);
                if (shop.Stock[product] > 0 && !slots[..place].Contains(product) && _odds.MarginWith(product, attention, weighed, sum, cut) is var margin && margin > most)
                {
                    (most, best) = (margin, product);
                }
            }

            slots[place] = best;
            if (best >= 0)
            {
                _odds.Show(best, Odds.OfPlace(place) * state.Attention(customer, best, shop.Day));
            }
        }

        return _odds.Margin(cut);
    }

    private (int Customer, Contact Contact, double Return)? Best(ShopView shop, int customer)
    {
        if (shop.Day >= _until[customer])
        {
            _offers[customer] = Offers(shop, customer);
            _until[customer] = shop.Day + Kept;
        }

        (int, Contact, double Return)? best = null;
        var own = 1 - Math.Exp(-truth.Rate[customer] * truth.Season(shop.Day));
        var fresh = Math.Exp(-truth.World.Fatigue.Weakens * state.Fatigue(customer, shop.Day));
        foreach (var (contact, chance, margin) in _offers[customer])
        {
            var cost = contact.Kind == Origin.Message ? shop.MessageCost : shop.AdvertisementCost;
            var gain = (chance * fresh * (1 - own) * margin) - Later(shop.Day, customer, margin);
            if (gain > cost && (contact.Kind != Origin.Message || shop.IsSubscribed(customer)) && (best is null || (gain - cost) / cost > best.Value.Return))
            {
                best = (customer, contact, (gain - cost) / cost);
            }
        }

        return best;
    }

    // The contacts that may be made, with the chance that each brings a visit of somebody who is not tired, and the margin of that visit.
    private (Contact Contact, double Chance, double Margin)[] Offers(ShopView shop, int customer)
    {
        Span<int> slots = stackalloc int[shop.Slots];
        var offers = new (Contact, double, double)[3];
        foreach (var (i, kind, hasCoupon) in ((int, Origin, bool)[])[(0, Origin.Message, false), (1, Origin.Message, true), (2, Origin.Advertisement, false)])
        {
            var cut = hasCoupon ? shop.Coupon : 0;
            var contact = new Contact(kind, Liked(shop, customer, kind == Origin.Message ? ContactPlan.MessageProducts : 1, cut), hasCoupon);
            var chance = Simulate.Pull(truth, state, _odds, customer, shop.Day, contact) * Math.Exp(truth.World.Fatigue.Weakens * state.Fatigue(customer, shop.Day));
            _odds.Begin(customer, shop.Day, cut);
            Array.ForEach(contact.Products, product => _odds.Show(product, Odds.OfMessage));
            offers[i] = (contact, chance, Fill(shop, customer, slots, cut));
        }

        return offers;
    }

    // What pulls most, and of that what brings most.
    private int[] Liked(ShopView shop, int customer, int count, double cut)
    {
        _odds.Begin(customer, shop.Day, cut);
        var keys = new double[shop.Products];
        for (var product = 0; product < keys.Length; product++)
        {
            keys[product] = shop.Stock[product] > 0 ? Math.Exp(_odds.Utility[product]) * Math.Max(0.01, truth.Margin(product, cut)) : 0;
        }

        return [.. Enumerable.Range(0, keys.Length).OrderByDescending(product => keys[product]).Take(count)];
    }

    // Fatigue makes somebody leave, with what they would have brought.
    private double Later(int day, int customer, double margin)
    {
        var (left, w) = (Math.Min(LongestAhead, days - day), truth.World);
        var tired = w.Fatigue.Step * w.Fatigue.Days / Math.Log(2);
        return tired * w.Leaves.Fatigued * truth.Rate[customer] * margin * left;
    }
}
