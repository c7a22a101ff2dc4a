namespace Marketing.Model.Neural;

/// <summary>For each row of predictions, products whose logits are moved by a learned number of their class: those that somebody has had, by how often and when (in the spirit of the repeat mode of RepeatNet, Ren et al. 2019).</summary>
internal sealed class OwnRows
{
    /// <summary>Where the products of each row begin, and the end of the last.</summary>
    public List<int> Start { get; } = [0];

    /// <summary>Products, each once a row.</summary>
    public List<int> Product { get; } = [];

    /// <summary>Their classes.</summary>
    public List<int> Class { get; } = [];

    /// <summary>Rows.</summary>
    public int Count => Start.Count - 1;

    /// <summary>Adds a product to the row at work.</summary>
    public void Add(int product, int ofClass)
    {
        Product.Add(product);
        Class.Add(ofClass);
    }

    /// <summary>Ends the row at work.</summary>
    public void EndRow() => Start.Add(Product.Count);

    /// <summary>Takes all rows out.</summary>
    public void Clear()
    {
        Start.RemoveRange(1, Count);
        Product.Clear();
        Class.Clear();
    }
}
