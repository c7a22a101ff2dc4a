namespace Marketing.Model.Sequence;

/// <summary>What a token carries beside its product, in classes: what was done, how long after the order before, at what price, how many, which of its basket, in which month.</summary>
internal static class Signs
{
    /// <summary>A purchase; looks, carts and what was taken out of carts follow.</summary>
    public const int Purchase = 0;

    /// <summary>A look at a product.</summary>
    public const int View = 1;

    /// <summary>A product put in the cart.</summary>
    public const int Cart = 2;

    /// <summary>A product taken out of the cart.</summary>
    public const int Removal = 3;

    /// <summary>The question what comes next.</summary>
    public const int Question = 4;

    private const double DayMs = 86_400_000;
    private const int FirstGap = 12;
    private const int Places = 8;

    /// <summary>How many classes each sign has: kind, gap, price, quantity, place, month.</summary>
    public static IReadOnlyList<int> Classes { get; } = [Question + 1, FirstGap + 1, 24, 8, Places, 12];

    /// <summary>Names of the signs, in the same order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["kind", "gap", "price", "quantity", "place", "month"];

    /// <summary>Class of the time since the order before: one a doubling of days; the last for the first order.</summary>
    /// <param name="before">Time of the order before, or null.</param>
    /// <param name="now">Time.</param>
    public static int Gap(long? before, long now) => before is { } earlier ? Doublings((now - earlier) / DayMs, FirstGap - 1) : FirstGap;

    /// <summary>Class of a price in minor units: one a doubling.</summary>
    public static int Price(long price) => Doublings(price, Classes[2] - 1);

    /// <summary>Class of a quantity: one a doubling.</summary>
    public static int Quantity(int quantity) => Doublings(Math.Max(0, quantity - 1), Classes[3] - 1);

    /// <summary>Quantities of a class.</summary>
    public static QuantityClass Quantities(int quantity) => new(1 << quantity, quantity == Classes[3] - 1 ? null : (2 << quantity) - 1);

    /// <summary>Class of a place in a basket; all behind the seventh are one.</summary>
    public static int Place(int place) => Math.Min(place, Places - 1);

    /// <summary>Month of a time, from 0, in UTC.</summary>
    public static int Month(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).Month - 1;

    private static int Doublings(double value, int most) => Math.Min(most, (int)Math.Log2(Math.Max(0, value) + 1));
}
