using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>What sold best in the last four weeks is shown to everybody, and written to anybody.</summary>
internal sealed class PopularPolicy(long seed) : ShopPolicy
{
    private const int Days = 28;
    private readonly SeededRandom _random = new Draws(seed).Stream(Purpose.Policy, 1);
    private int[] _best = [];
    private int _read;
    private int _gone;
    private double[] _sold = [];

    public override string Name => "popular";

    public override void Contact(ShopView shop, ContactPlan plan)
    {
        Count(shop);
        Contacts.Anybody(shop, plan, _random, products =>
        {
            for (var i = 0; i < products.Length; i++)
            {
                products[i] = _best[i % _best.Length];
            }
        });
    }

    public override void Show(ShopView shop, int customer, Span<int> slots)
    {
        for (var (place, next) = (0, 0); place < slots.Length && next < _best.Length; next++)
        {
            if (shop.Stock[_best[next]] > 0)
            {
                slots[place++] = _best[next];
            }
        }
    }

    private void Count(ShopView shop)
    {
        _sold = _sold.Length == 0 ? new double[shop.Products] : _sold;
        for (; _read < shop.Events.Count; _read++)
        {
            Add(shop.Events[_read], 1);
        }

        for (; _gone < shop.Events.Count && shop.Events[_gone].Day < shop.Day - Days; _gone++)
        {
            Add(shop.Events[_gone], -1);
        }

        _best = [.. Enumerable.Range(0, shop.Products).OrderByDescending(product => _sold[product]).ThenBy(product => product)];
    }

    private void Add(ShopEvent happened, int sign) => _sold[Math.Max(0, happened.Product)] += happened.Kind == ShopEventKind.Bought ? sign : 0;
}
