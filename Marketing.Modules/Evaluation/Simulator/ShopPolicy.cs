namespace Marketing.Evaluation.Simulator;

/// <summary>Whatever decides for a simulated shop. It is asked in the order of the days and of the visits of a day, and sees what the shop sees.</summary>
internal abstract class ShopPolicy
{
    /// <summary>Name, as the command line takes it.</summary>
    public abstract string Name { get; }

    /// <summary>Each morning: who is contacted.</summary>
    public abstract void Contact(ShopView shop, ContactPlan plan);

    /// <summary>At each visit: what is shown; a place without a product is -1, and the same product twice counts once.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="customer">Who came.</param>
    /// <param name="slots">Receives a product for each place.</param>
    public abstract void Show(ShopView shop, int customer, Span<int> slots);
}
