using Marketing.Model;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>Reads what happened into the model of visits, and counts what it does not hold: goods that came back, reversed payments, and programs.</summary>
internal sealed class VisitLearner
{
    private const double PriorSales = 20;
    private const int Delay = 14;
    private const int LeastShown = 12;
    private int _place;
    private readonly Dictionary<int, Tally> _tallies = [];
    private readonly Dictionary<int, (int Day, List<int> Products)> _contacts = [];
    private readonly List<(int Day, int Product)> _sales = [];
    private readonly Dictionary<int, int> _returned = [];

    /// <summary>Whether somebody is a program, or pays with what is not theirs.</summary>
    public bool IsHarmful(int customer) => _tallies.TryGetValue(customer, out var tally) && (tally.ChargedBack > 0 || tally.IsProgram);

    /// <summary>Expected margin of a sale of each product, with what comes back: the share of that is shrunk to the shop's.</summary>
    public double[] Margins(ShopView shop)
    {
        var sold = new int[shop.Products];
        foreach (var (day, product) in _sales)
        {
            sold[product] += day <= shop.Day - Delay ? 1 : 0;
        }

        var overall = (_returned.Values.Sum() + 1) / (sold.Sum() + 20.0);
        var margin = new double[shop.Products];
        for (var product = 0; product < margin.Length; product++)
        {
            var share = (_returned.GetValueOrDefault(product) + (PriorSales * overall)) / (sold[product] + PriorSales);
            margin[product] = (1 - Math.Min(share, 1)) * (shop.Price[product] - shop.Cost[product]);
        }

        return margin;
    }

    /// <summary>Takes something that happened, in its order.</summary>
    public void Take(ShopEvent one, VisitChoices choices)
    {
        var tally = _tallies.TryGetValue(one.Customer, out var known) ? known : _tallies[one.Customer] = new Tally();
        switch (one.Kind)
        {
            case ShopEventKind.Visit:
                choices.Begin(one.Customer, one.Day);
                _place = 0;
                if (one.Origin != Origin.Own && _contacts.TryGetValue(one.Customer, out var contact) && contact.Day == one.Day)
                {
                    contact.Products.ForEach(choices.Mention);
                }

                break;
            case ShopEventKind.Shown:
                choices.Show(one.Product, _place++);
                tally.Shown++;
                break;
            case ShopEventKind.Click:
                choices.Click(one.Product);
                tally.Clicked++;
                break;
            case ShopEventKind.Look:
                choices.Look(one.Product);
                break;
            case ShopEventKind.Bought:
                choices.Buy(one.Product);
                tally.Bought++;
                _sales.Add((one.Day, one.Product));
                break;
            case ShopEventKind.Returned:
                _returned[one.Product] = _returned.GetValueOrDefault(one.Product) + 1;
                break;
            case ShopEventKind.ChargedBack:
                tally.ChargedBack++;
                choices.LeaveOut(one.Customer);
                break;
            case ShopEventKind.Message or ShopEventKind.Advertisement:
                if (!_contacts.TryGetValue(one.Customer, out var last) || last.Day != one.Day)
                {
                    _contacts[one.Customer] = last = (one.Day, []);
                }

                last.Products.Add(one.Product);
                break;
        }

        if (!tally.IsProgram && tally.Shown >= LeastShown && tally.Bought == 0 && tally.Clicked > 0.8 * tally.Shown)
        {
            tally.IsProgram = true;
            choices.LeaveOut(one.Customer);
        }
    }

    private sealed class Tally
    {
        public int Shown { get; set; }

        public int Clicked { get; set; }

        public int Bought { get; set; }

        public int ChargedBack { get; set; }

        public bool IsProgram { get; set; }
    }
}
