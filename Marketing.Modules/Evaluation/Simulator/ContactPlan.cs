namespace Marketing.Evaluation.Simulator;

/// <summary>Who is written to, or is shown an advertisement elsewhere, on one day, under the shop's budget and caps.</summary>
internal sealed class ContactPlan
{
    /// <summary>Products of a message.</summary>
    public const int MessageProducts = 3;

    private readonly ShopView _shop;
    private readonly Func<int, bool> _mayContact;
    private readonly Dictionary<int, Contact> _contacts = [];

    /// <param name="shop">The shop.</param>
    /// <param name="budget">Money of the day.</param>
    /// <param name="mayContact">Whether a customer is below the cap.</param>
    public ContactPlan(ShopView shop, double budget, Func<int, bool> mayContact) => (_shop, Left, _mayContact) = (shop, budget, mayContact);

    /// <summary>Money left of the day.</summary>
    public double Left { get; private set; }

    public IReadOnlyDictionary<int, Contact> Contacts => _contacts;

    /// <summary>Whether somebody can be contacted at all today.</summary>
    public bool IsOpen(int customer) => !_contacts.ContainsKey(customer) && _mayContact(customer);

    /// <summary>Writes to somebody; false where they unsubscribed, are at the cap, have a contact today, or the money is spent.</summary>
    /// <param name="customer">Whom.</param>
    /// <param name="products">One to three products.</param>
    /// <param name="hasCoupon">Whether it brings a coupon.</param>
    public bool TryMessage(int customer, ReadOnlySpan<int> products, bool hasCoupon) =>
        _shop.IsSubscribed(customer) && TryAdd(customer, new Contact(Origin.Message, products.ToArray(), hasCoupon), _shop.MessageCost);

    /// <summary>Shows somebody an advertisement for a product elsewhere; false as above, but it needs no subscription.</summary>
    public bool TryAdvertise(int customer, int product) => TryAdd(customer, new Contact(Origin.Advertisement, [product], false), _shop.AdvertisementCost);

    private bool TryAdd(int customer, Contact contact, double cost)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contact.Products.Length, MessageProducts, nameof(contact));
        if (Left < cost || !IsOpen(customer))
        {
            return false;
        }

        _contacts.Add(customer, contact);
        Left -= cost;
        return true;
    }
}

/// <summary>A contact.</summary>
/// <param name="Kind">Message or advertisement.</param>
/// <param name="Products">What it shows.</param>
/// <param name="HasCoupon">Whether it brings a coupon.</param>
internal sealed record Contact(Origin Kind, int[] Products, bool HasCoupon);
