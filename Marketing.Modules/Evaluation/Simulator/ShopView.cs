namespace Marketing.Evaluation.Simulator;

/// <summary>What happened.</summary>
internal enum ShopEventKind : byte
{
    /// <summary>A visit began; without a product.</summary>
    Visit,

    /// <summary>A product was looked at.</summary>
    Look,

    /// <summary>A product was shown in a place of a list.</summary>
    Shown,

    /// <summary>A product that was shown was clicked on.</summary>
    Click,

    /// <summary>A product was bought.</summary>
    Bought,

    /// <summary>A product came back.</summary>
    Returned,

    /// <summary>A payment was reversed: the goods are gone.</summary>
    ChargedBack,

    /// <summary>A message went out; one event for each product that it shows.</summary>
    Message,

    /// <summary>An advertisement elsewhere was shown.</summary>
    Advertisement,

    /// <summary>Somebody wants no more messages.</summary>
    Unsubscribed,
}

/// <summary>What brought a visitor.</summary>
internal enum Origin : byte
{
    Own,
    Message,
    Advertisement,
}

/// <summary>One thing that happened, as the shop's own system records it.</summary>
/// <param name="Day">Day; those before the beginning are below 0.</param>
/// <param name="Customer">Customer.</param>
/// <param name="Product">Product, or -1.</param>
/// <param name="Kind">What.</param>
/// <param name="Origin">What brought the visitor; a link that was followed tells it.</param>
/// <param name="Amount">Money paid, given back or spent; 0 for the rest.</param>
internal readonly record struct ShopEvent(int Day, int Customer, int Product, ShopEventKind Kind, Origin Origin, double Amount);

/// <summary>What a shop sees of itself: its catalogue with prices, costs and stock, who its customers are, and what happened. Nothing of what they like or are.</summary>
internal sealed class ShopView(TrueShop truth, int slots, int[] stock, bool[] subscribed)
{
    private readonly List<ShopEvent> _events = [];

    public int Day { get; internal set; }

    /// <summary>Customers known so far; their numbers are below this.</summary>
    public int Customers { get; internal set; }

    public int Products => truth.Products;

    /// <summary>Places of a list.</summary>
    public int Slots => slots;

    public ReadOnlySpan<int> Category => truth.Category;

    public ReadOnlySpan<double> Price => truth.Price;

    public ReadOnlySpan<double> Cost => truth.Cost;

    /// <summary>Units in stock now.</summary>
    public ReadOnlySpan<int> Stock => stock;

    /// <summary>Whether somebody may be written to.</summary>
    public bool IsSubscribed(int customer) => subscribed[customer];

    /// <summary>Cut that a coupon gives.</summary>
    public double Coupon => truth.World.Coupon;

    public double MessageCost => truth.World.Cost.Message;

    public double AdvertisementCost => truth.World.Cost.Advertisement;

    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<ShopEvent> Events => _events;

    internal void Add(ShopEvent happened) => _events.Add(happened);
}
