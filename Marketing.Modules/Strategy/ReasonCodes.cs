namespace Marketing.Strategy;

/// <summary>Machine names of the reasons that Strategy gives, each shown in words by the host (resource <c>Reason.CODE</c>).</summary>
public static class ReasonCodes
{
    /// <summary>Bought together with own products. Arguments: one to three products as <c>p:ID</c>, the strongest first.</summary>
    public const string BoughtTogether = "bought-together";

    /// <summary>Bought before by this customer. Argument: on how many orders.</summary>
    public const string BoughtBefore = "bought-before";

    /// <summary>An advertisement that the policy of its placement chose. Argument: the policy's method.</summary>
    public const string AdChosen = "ad-chosen";

    /// <summary>An advertisement that would have been shown, kept back to measure what its campaign brings. Argument: the policy's method.</summary>
    public const string AdHeldOut = "ad-held-out";

    /// <summary>Popular in the shop lately.</summary>
    public const string Popular = "popular";

    /// <summary>A model speaks for it that names no own products. Argument: its kind.</summary>
    public const string Model = "model";

    /// <summary>Placed by a rule of the shop. Argument: the rule's name.</summary>
    public const string Pinned = "pinned";

    /// <summary>Raised by a rule of the shop. Argument: the rule's name.</summary>
    public const string Boosted = "boosted";

    /// <summary>Bought before, and usually bought again by now. Arguments: days since the last purchase, days that usually lie between two.</summary>
    public const string DueAgain = "due-again";

    /// <summary>A whole list comes from the customer's own purchases.</summary>
    public const string OwnPurchases = "own-purchases";

    /// <summary>Goes with products that were looked at or put in the cart. Arguments: one to three products as <c>p:ID</c>, the strongest first.</summary>
    public const string GoesWithViewed = "goes-with-viewed";

    /// <summary>Goes with products that the customer put in the cart. Arguments: one to three products as <c>p:ID</c>, the strongest first.</summary>
    public const string GoesWithCart = "goes-with-cart";

    /// <summary>The customer put it in the cart, and never bought it.</summary>
    public const string InCart = "in-cart";

    /// <summary>The customer looked at it, and never bought it.</summary>
    public const string LookedAt = "looked-at";

    /// <summary>A whole list comes from what was looked at or put in the cart.</summary>
    public const string Visit = "visit";

    /// <summary>Popular in a country. Argument: the country as the shop writes it.</summary>
    public const string PopularInCountry = "popular-in-country";

    /// <summary>Wanted more than elsewhere in visits from the host named.</summary>
    public const string PopularFromSource = "popular-from-source";

    /// <summary>On offer, while there are too few sales to say more.</summary>
    public const string InCatalogue = "in-catalogue";

    /// <summary>Hardly bought by anybody yet, and chosen by chance so that it can be learned whom it suits.</summary>
    public const string Newcomer = "newcomer";

    /// <summary>A rule of association speaks for it. Arguments: share of the orders with the products of the basket that hold it too as <c>s:SHARE</c>, then these one or two products as <c>p:ID</c>.</summary>
    public const string BasketRule = "basket-rule";

    /// <summary>A whole list comes from what is in the basket.</summary>
    public const string Basket = "basket";

    /// <summary>Often on the same orders as a product. Arguments: share of its orders as <c>s:SHARE</c>, the product as <c>p:ID</c>, number of orders.</summary>
    public const string OnOrdersWith = "on-orders-with";

    /// <summary>Bought by the customers who bought a product. Argument: the product as <c>p:ID</c>.</summary>
    public const string SameBuyers = "same-buyers";

    /// <summary>Like a product by name and category. Argument: the product as <c>p:ID</c>.</summary>
    public const string Alike = "alike";

    /// <summary>Has more buyers than before. Arguments: buyers in the period, its days, buyers in the period before.</summary>
    public const string Trending = "trending";

    /// <summary>Longer away than usual. Arguments: days since the last order, own mean days between orders.</summary>
    public const string Overdue = "overdue";

    /// <summary>Bought repeatedly. Argument: number of orders.</summary>
    public const string RepeatBuyer = "repeat-buyer";

    /// <summary>Member of a segment. Argument: its code.</summary>
    public const string InSegment = "in-segment";

    /// <summary>Outside a segment, with a history like those of its customers. Arguments: its code, the cosine in (0, 1], the number of the transformer's version that tells.</summary>
    public const string LikeSegment = "like-segment";

    /// <summary>The audience is everybody.</summary>
    public const string Everybody = "everybody";

    /// <summary>Left out: no address is known.</summary>
    public const string NoAddress = "no-address";

    /// <summary>Left out: marketing mail is not agreed to.</summary>
    public const string NoConsent = "no-consent";

    /// <summary>Left out: the address is suppressed, whatever was agreed to before.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>Left out: another record with the same address gets the message.</summary>
    public const string SameAddress = "same-address";

    /// <summary>Left out: another message was decided lately. Arguments: days since then, days that must lie between.</summary>
    public const string TouchedLately = "touched-lately";

    /// <summary>Held back by chance, to measure. Argument: the share in percent.</summary>
    public const string Holdout = "holdout";

    /// <summary>Left alone by the contact policy. Arguments: days since the last message, how much less another one now is expected to bring as <c>m:MINOR</c>. With one argument, the money: no message is known of.</summary>
    public const string LeftAlone = "left-alone";

    /// <summary>Left alone by the contact policy, since the logs do not tell what a message would bring.</summary>
    public const string LeftAloneUnknown = "left-alone-unknown";

    /// <summary>Left alone by chance, so that it goes on being learned what messages bring. Argument: the share in percent that chance decides.</summary>
    public const string LeftAloneChance = "left-alone-chance";

    /// <summary>Written to, since the contact policy expects more of a message now than of none. Argument: how much as <c>m:MINOR</c>.</summary>
    public const string ContactPays = "contact-pays";

    /// <summary>Written to by chance, so that it goes on being learned what messages bring. Argument: the share in percent that chance decides.</summary>
    public const string ContactChance = "contact-chance";

    /// <summary>Held back: it will be sold out before more can arrive.</summary>
    public const string RunningLow = "running-low";

    /// <summary>Pushed: more is in stock than is asked for in a long while.</summary>
    public const string Overstocked = "overstocked";

    /// <summary>Nothing left in stock.</summary>
    public const string StockOut = "stock-out";

    /// <summary>Sold out before an order made now arrives. Arguments: the probability as <c>s:SHARE</c>, days until an order arrives.</summary>
    public const string StockRunsOut = "stock-runs-out";

    /// <summary>At or below the reorder point. Arguments: units in stock, reorder point.</summary>
    public const string StockBelow = "stock-below";

    /// <summary>More in stock than is asked for in some days. Arguments: units too many, days.</summary>
    public const string StockOver = "stock-over";

    /// <summary>Stock lies above the reorder point. Arguments: units in stock, reorder point.</summary>
    public const string StockEnough = "stock-enough";

    /// <summary>The shop tells no level of stock.</summary>
    public const string StockUnknown = "stock-unknown";

    /// <summary>Nothing is asked for, or the shop no longer offers it.</summary>
    public const string NotSold = "not-sold";

    /// <summary>The days that the supplier needs are assumed. Argument: days.</summary>
    public const string LeadAssumed = "lead-assumed";

    /// <summary>The cost is the price less the usual margin.</summary>
    public const string CostAssumed = "cost-assumed";

    /// <summary>Every code, for the host's test of its resources.</summary>
    public static IReadOnlyList<string> All { get; } =
        [BoughtTogether, BoughtBefore, Popular, Model, Pinned, Boosted, DueAgain, OwnPurchases, GoesWithViewed, GoesWithCart, InCart, LookedAt, Visit, PopularInCountry, PopularFromSource, InCatalogue, Newcomer, BasketRule, Basket, OnOrdersWith, SameBuyers, Alike, Trending, Overdue, RepeatBuyer, InSegment, LikeSegment, Everybody, NoAddress, NoConsent, Suppressed, SameAddress, TouchedLately, Holdout, LeftAlone, LeftAloneUnknown, LeftAloneChance, ContactPays, ContactChance, RunningLow, Overstocked, StockOut, StockRunsOut, StockBelow, StockOver, StockEnough, StockUnknown, NotSold, LeadAssumed, CostAssumed];
}
