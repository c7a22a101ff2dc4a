using System.Runtime.InteropServices;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>Learns who answers to messages, how often somebody comes by themselves and what a contact costs later, and from that who gets a message.</summary>
internal sealed class ContactLearner(SystemSettings settings)
{
    private const double Remembered = 90;
    private const double Explored = 0.1;
    private readonly AnswerCounts _answers = new();
    private readonly Dictionary<int, Known> _customers = [];
    private readonly List<Sent> _sent = [];
    private int _visits;
    private int _units;
    private int _buyers;
    private int _buyer = -1;
    private double? _harm;
    private int _first = int.MaxValue;

    /// <summary>Days of somebody's usual visits that a contact costs.</summary>
    public double Harm => _harm ?? 0;

    /// <summary>Takes something that happened.</summary>
    public void Take(ShopEvent one)
    {
        _first = Math.Min(_first, one.Day);
        switch (one.Kind)
        {
            case ShopEventKind.Visit:
                Visit(Of(one.Customer), one);
                break;
            case ShopEventKind.Bought:
                (_units, _buyers, _buyer) = (_units + 1, _buyers + (_buyer == _visits ? 0 : 1), _visits);
                break;
            case ShopEventKind.Message:
                Send(Of(one.Customer), one);
                break;
        }
    }

    /// <summary>Learns from what came of the messages before today.</summary>
    public void Learn(ShopView shop, VisitChoices choices)
    {
        foreach (var sent in _sent)
        {
            _answers.Add(sent.Customer, choices.Interest(sent.Customer, sent.Day, CollectionsMarshal.AsSpan(sent.Products)), sent.Fatigue, sent.IsAnswered);
        }

        _sent.Clear();
        _answers.Fit();
        _harm ??= MeasureHarm(shop);
        foreach (var known in _customers.Values)
        {
            known.Offer = null;
        }
    }

    /// <summary>
    /// Writes to whom it is worth most, as far as the money of the day goes. A tenth of that goes to those for whom it would be worth it at a readiness drawn from what is believed of it (Thompson 1933), so that who answers stays known.
    /// </summary>
    public void Decide(ShopView shop, ContactPlan plan, VisitChoices choices, ReadOnlySpan<double> margin, Func<int, bool> isHarmful, SeededRandom random)
    {
        var (sure, maybe) = (new List<(int Customer, double Net)>(), new List<(int Customer, double Net)>());
        for (var customer = 0; customer < shop.Customers; customer++)
        {
            if (!plan.IsOpen(customer) || !shop.IsSubscribed(customer) || isHarmful(customer))
            {
                continue;
            }

            var offer = Of(customer).Offer ??= Propose(shop, customer, choices, margin, Of(customer));
            if (Net(shop, customer, offer, _answers.Expected(customer)) is > 0 and var net)
            {
                sure.Add((customer, net));
            }
            else if (Net(shop, customer, offer, _answers.Draw(customer, random)) is > 0 and var drawn)
            {
                maybe.Add((customer, drawn));
            }
        }

        var explored = (1 - Explored) * plan.Left;
        Send(plan, maybe, explored);
        Send(plan, sure, 0);
    }

    private void Send(ContactPlan plan, List<(int Customer, double Net)> worth, double least)
    {
        foreach (var (customer, _) in worth.OrderByDescending(one => one.Net).ThenBy(one => one.Customer))
        {
            if (plan.Left > least)
            {
                plan.TryMessage(customer, Of(customer).Products, hasCoupon: false);
            }
        }
    }

    // What a message brings beyond the visit that would have come anyway, less its cost and the visits that it costs later.
    private double Net(ShopView shop, int customer, VisitOffer offer, double readiness)
    {
        var known = Of(customer);
        var (rate, choicesOfVisit) = (known.Rate(shop.Day, Mean(shop.Day)), _units / (double)Math.Max(1, _buyers));
        var chance = Math.Min(1, readiness * offer.Interest * _answers.Fresh(known.Fatigue(shop.Day)));
        return known.Products.Length == 0 ? 0 : choicesOfVisit * ((chance * Math.Exp(-rate) * offer.Margin) - (Harm * rate * offer.Plain)) - shop.MessageCost;
    }

    private static VisitOffer Propose(ShopView shop, int customer, VisitChoices choices, ReadOnlySpan<double> margin, Known known)
    {
        Span<int> products = stackalloc int[ContactPlan.MessageProducts];
        Span<int> slots = stackalloc int[shop.Slots];
        var offer = choices.Propose(customer, shop.Day, shop.Stock, margin, products, slots);
        var count = products.IndexOf(-1) is >= 0 and var end ? end : products.Length;
        known.Products = products[..count].ToArray();
        return offer;
    }

    private double Mean(int day) => _visits / (double)Math.Max(1, (day - _first) * _customers.Count);

    private Known Of(int customer) => _customers.TryGetValue(customer, out var known) ? known : _customers[customer] = new Known(settings.TiredDays);

    private void Visit(Known known, ShopEvent one)
    {
        _visits++;
        known.NoteVisit(one.Day, one.Origin == Origin.Own);
        if (one.Origin == Origin.Message && known.Latest >= 0 && known.Latest < _sent.Count && _sent[known.Latest] is var sent && sent.Customer == one.Customer && sent.Day == one.Day)
        {
            _sent[known.Latest] = sent with { IsAnswered = true };
        }
    }

    // One event for each product of a message.
    private void Send(Known known, ShopEvent one)
    {
        if (_sent.Count > 0 && _sent[^1].Customer == one.Customer && _sent[^1].Day == one.Day)
        {
            _sent[^1].Products.Add(one.Product);
            return;
        }

        known.Latest = _sent.Count;
        _sent.Add(new Sent(one.Customer, one.Day, [one.Product], known.Fatigue(one.Day), false));
        known.NoteContact(one.Day);
    }

    // In days of usual visits, from the time before the beginning, halved.
    private double MeasureHarm(ShopView shop)
    {
        var tallies = _customers.Values.Select(one => one.Tally(_first, _first + ((shop.Day - _first) / 2), shop.Day)).ToList();
        return (ContactHarm.Week * ContactHarm.Short(tallies)) + (settings.AheadDays * ContactHarm.Long(tallies, settings.HarmPrior));
    }

    private readonly record struct Sent(int Customer, int Day, List<int> Products, double Fatigue, bool IsAnswered);

    private sealed class Known(double tiredDays)
    {
        private double _fatigue;
        private int _fatigueOn;
        private double _own;
        private int _ownOn;
        private int _since = int.MinValue;

        public List<int> Contacts { get; } = [];

        public List<int> OwnVisits { get; } = [];

        public int Latest { get; set; } = -1;

        public VisitOffer? Offer { get; set; }

        public int[] Products { get; set; } = [];

        public double Fatigue(int day) => _fatigue * Math.Exp((_fatigueOn - day) / tiredDays);

        public void NoteContact(int day)
        {
            (_fatigue, _fatigueOn) = (Fatigue(day) + 1, day);
            Contacts.Add(day);
            See(day);
        }

        public void NoteVisit(int day, bool isOwn)
        {
            See(day);
            if (isOwn)
            {
                (_own, _ownOn) = (Own(day) + 1, day);
                OwnVisits.Add(day);
            }
        }

        /// <summary>Own visits a day of late, shrunk to the mean.</summary>
        public double Rate(int day, double mean)
        {
            var days = _since == int.MinValue ? 0 : Remembered * (1 - Math.Exp((_since - day) / Remembered));
            return mean <= 0 ? 0 : (1 + Own(day)) / ((1 / mean) + days);
        }

        /// <summary>Counts days and own visits of two times, with and without a contact in the week before.</summary>
        public ContactHarm.Tally Tally(int first, int half, int end)
        {
            var (contacts, visits, contact, visit) = (0, 0, 0, 0);
            var (freeDays, freeVisits, latest) = ((Before: 0, After: 0), (Before: 0, After: 0), int.MinValue / 2);
            for (var day = first; day < end; day++)
            {
                for (; contact < Contacts.Count && Contacts[contact] <= day; contact++)
                {
                    (latest, contacts) = (Contacts[contact], contacts + (day < half ? 1 : 0));
                }

                var came = 0;
                for (; visit < OwnVisits.Count && OwnVisits[visit] <= day; visit++)
                {
                    (came, visits) = (came + 1, visits + 1);
                }

                if (day - latest >= ContactHarm.Week)
                {
                    (freeDays, freeVisits) = day < half ? ((freeDays.Before + 1, freeDays.After), (freeVisits.Before + came, freeVisits.After)) : ((freeDays.Before, freeDays.After + 1), (freeVisits.Before, freeVisits.After + came));
                }
            }

            var free = (Days: freeDays.Before + freeDays.After, Visits: freeVisits.Before + freeVisits.After);
            return new ContactHarm.Tally(contacts, freeDays, freeVisits, end - first - free.Days, visits - free.Visits);
        }

        private double Own(int day) => _own * Math.Exp((_ownOn - day) / Remembered);

        private void See(int day) => _since = _since == int.MinValue ? day : _since;
    }
}
