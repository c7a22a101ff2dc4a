using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>
/// What the product is: learns each week what customers like from all visits, shows what adds most expected margin, and writes each day to those whose expected answer is worth more than it costs now and later. Sees only
/// the shop's own records.
/// </summary>
/// <param name="seed">Seed of its draws.</param>
/// <param name="settings">What it does not learn.</param>
internal sealed class SystemPolicy(long seed, SystemSettings settings) : ShopPolicy
{
    private const int FirstPasses = 40;
    private const int Passes = 4;
    private const int Week = 7;
    private readonly VisitLearner _visits = new();
    private readonly ContactLearner _contacts = new(settings);
    private readonly SeededRandom _random = new Draws(seed).Stream(Purpose.Policy, 3);
    private VisitChoices? _choices;
    private int? _learned;
    private int _read;
    private double[] _margin = [];

    public override string Name => "system";

    public override void Contact(ShopView shop, ContactPlan plan)
    {
        _choices ??= new VisitChoices(shop.Category, shop.Price, shop.Slots, new VisitChoiceTerms { SatedDays = settings.SatedDays });
        for (; _read < shop.Events.Count; _read++)
        {
            _visits.Take(shop.Events[_read], _choices);
            _contacts.Take(shop.Events[_read]);
        }

        _choices.NoteStock(shop.Day, shop.Stock);
        if (_learned is not { } learned || shop.Day >= learned + Week)
        {
            _choices.Fit(_learned is null ? FirstPasses : Passes, default);
            _margin = _visits.Margins(shop);
            _contacts.Learn(shop, _choices);
            _learned = shop.Day;
        }

        _contacts.Decide(shop, plan, _choices, _margin, _visits.IsHarmful, _random);
    }

    public override void Show(ShopView shop, int customer, Span<int> slots)
    {
        // Nothing for programs and for those who do not pay.
        if (!_visits.IsHarmful(customer))
        {
            _choices!.Fill(customer, shop.Day, shop.Stock, _margin, slots);
        }
    }
}
