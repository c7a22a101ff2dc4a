namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>
/// As many shops do: each sale within seven days of something shown or written is put down to that, whoever would have bought anyway, and the customers and products with the most revenue so told get the next messages and places.
/// </summary>
internal sealed class LastTouchPolicy : ShopPolicy
{
    private const double Fade = 0.99;
    private const int Window = 7;
    private double[] _ofProduct = [];
    private double[] _ofCustomer = [];
    private int[] _touched = [];
    private int[] _best = [];
    private readonly Dictionary<int, List<int>> _own = [];
    private int _read;

    public override string Name => "last-touch";

    public override void Contact(ShopView shop, ContactPlan plan)
    {
        Count(shop);
        Contacts.InOrder(
            shop,
            plan,
            Enumerable.Range(0, shop.Customers).OrderByDescending(customer => _ofCustomer[customer]).ThenBy(customer => customer),
            customer => [.. Liked(customer).Concat(_best).Where(product => shop.Stock[product] > 0).Distinct().Take(ContactPlan.MessageProducts)]);
    }

    public override void Show(ShopView shop, int customer, Span<int> slots)
    {
        var place = 0;
        foreach (var product in Liked(customer).Concat(_best))
        {
            if (place == slots.Length)
            {
                return;
            }

            if (shop.Stock[product] > 0 && !slots[..place].Contains(product))
            {
                slots[place++] = product;
            }
        }
    }

    // What somebody clicked on last comes first.
    private IEnumerable<int> Liked(int customer) => _own.TryGetValue(customer, out var clicked) ? Enumerable.Reverse(clicked).Distinct().Take(2) : [];

    private void Count(ShopView shop)
    {
        if (_ofProduct.Length == 0)
        {
            _ofProduct = new double[shop.Products];
        }

        if (_ofCustomer.Length < shop.Customers)
        {
            Array.Resize(ref _ofCustomer, 2 * shop.Customers);
            var known = _touched.Length;
            Array.Resize(ref _touched, 2 * shop.Customers);
            Array.Fill(_touched, int.MinValue, known, _touched.Length - known);
        }

        for (var i = 0; i < shop.Products; i++)
        {
            _ofProduct[i] *= Fade;
        }

        for (; _read < shop.Events.Count; _read++)
        {
            Take(shop.Events[_read]);
        }

        _best = [.. Enumerable.Range(0, shop.Products).OrderByDescending(product => _ofProduct[product]).ThenBy(product => product)];
    }

    private void Take(ShopEvent happened)
    {
        switch (happened.Kind)
        {
            case ShopEventKind.Message or ShopEventKind.Advertisement or ShopEventKind.Shown:
                _touched[happened.Customer] = happened.Day + Window;
                break;
            case ShopEventKind.Click:
                (_own.TryGetValue(happened.Customer, out var clicked) ? clicked : _own[happened.Customer] = []).Add(happened.Product);
                break;
            case ShopEventKind.Bought when _touched[happened.Customer] >= happened.Day:
                _ofProduct[happened.Product] += happened.Amount;
                _ofCustomer[happened.Customer] += happened.Amount;
                break;
        }
    }
}
