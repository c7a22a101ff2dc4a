using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>Chance decides: messages to anybody until the money of the day is spent, and any product in stock in each place. What every gain is counted from.</summary>
internal sealed class RandomPolicy(long seed, int stream = 0) : ShopPolicy
{
    private readonly SeededRandom _random = new Draws(seed).Stream(Purpose.Policy, stream);

    public override string Name => "random";

    public override void Contact(ShopView shop, ContactPlan plan) => Contacts.Anybody(shop, plan, _random, products =>
    {
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = _random.NextInt(shop.Products);
        }
    });

    public override void Show(ShopView shop, int customer, Span<int> slots)
    {
        for (var place = 0; place < slots.Length; place++)
        {
            slots[place] = Any(shop);
        }
    }

    private int Any(ShopView shop)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (_random.NextInt(shop.Products) is var product && shop.Stock[product] > 0)
            {
                return product;
            }
        }

        return -1;
    }
}
