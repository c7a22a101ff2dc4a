using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Marketing.Data.Intake;

namespace Marketing.Data.Import;

/// <summary>The products of the shop and of the file: ids by code, what is no product, and the name each is called most often.</summary>
internal sealed class Catalogue
{
    private readonly ByteDictionary _codes = new();
    private readonly ByteDictionary _names = new();
    private readonly List<Product> _products = [];
    private readonly Dictionary<long, int> _namings = [];
    private readonly NonProducts _nonProducts;
    private readonly Func<bool> _keepNames;
    private long _lastId;

    /// <param name="known">What the shop holds.</param>
    /// <param name="nonProductCodes">Codes, or beginnings with a star.</param>
    /// <param name="keepNames">Whether stored names stay because the file is older than the shop's newest order; asked once all rows are read.</param>
    public Catalogue(KnownShop known, IEnumerable<string> nonProductCodes, Func<bool> keepNames)
    {
        _nonProducts = new NonProducts(nonProductCodes);
        _keepNames = keepNames;
        _lastId = known.LastProduct;
        foreach (var product in known.Products)
        {
            var index = Number(Encoding.UTF8.GetBytes(product.Key));
            _products[index] = _products[index] with { Id = product.Id, Name = Encoding.UTF8.GetBytes(product.Detail), IsNew = false };
        }
    }

    /// <summary>The index of a code in capitals.</summary>
    public int Number(ReadOnlySpan<byte> code)
    {
        var index = _codes.Number(code, out var added);
        if (added)
        {
            _products.Add(new Product(0, [], !_nonProducts.Holds(Encoding.UTF8.GetString(code)), IsNew: true, LastName: -1, LastCount: 0));
        }

        return index;
    }

    /// <summary>The index of a description, -1 for an empty one.</summary>
    public int NameNumber(ReadOnlySpan<byte> name) => name.IsEmpty ? -1 : _names.Number(name, out _);

    /// <summary>The code of an index.</summary>
    public byte[] Code(int index) => _codes[index];

    public bool IsProduct(int index) => _products[index].IsProduct;

    /// <summary>Counts a line of a product under a description; a product met for the first time goes into the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Take(int index, int name, OrderBatch batch)
    {
        ref var product = ref CollectionsMarshal.AsSpan(_products)[index];
        if (product.Id == 0)
        {
            product = product with { Id = ++_lastId, Name = name < 0 ? [] : _names[name] };
            batch.Products.Add(new NewProduct(product.Id, _codes[index], product.Name));
        }

        if (name >= 0)
        {
            // A product is mostly called as it was the last time: such lines are only counted.
            if (product.LastName != name)
            {
                Settle(index, product);
                product = product with { LastName = name, LastCount = 0 };
            }

            product = product with { LastCount = product.LastCount + 1 };
        }

        return product.Id;
    }

    private void Settle(int index, in Product product)
    {
        if (product.LastCount > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_namings, ((long)index << 32) | (uint)product.LastName, out _) += product.LastCount;
        }
    }

    /// <summary>Names that differ from the stored ones; the most frequent wins, among equals the one that came first.</summary>
    public IReadOnlyList<BetterDetail> BetterNames()
    {
        var keep = _keepNames();
        for (var i = 0; i < _products.Count; i++)
        {
            Settle(i, _products[i]);
            _products[i] = _products[i] with { LastCount = 0 };
        }

        var best = new Dictionary<int, (int Name, int Count)>();
        foreach (var (key, count) in _namings)
        {
            var (index, name) = ((int)(key >> 32), (int)(key & 0xffffffff));
            if (!best.TryGetValue(index, out var leader) || count > leader.Count || (count == leader.Count && name < leader.Name))
            {
                best[index] = (name, count);
            }
        }

        var better = new List<BetterDetail>();
        foreach (var (index, (name, _)) in best.OrderBy(entry => entry.Key))
        {
            var product = _products[index];
            var mayChange = product.IsNew || !keep || product.Name.Length == 0;
            if (mayChange && !product.Name.AsSpan().SequenceEqual(_names[name]))
            {
                better.Add(new BetterDetail(product.Id, _names[name], product.IsNew));
            }
        }

        return better;
    }

    private readonly record struct Product(long Id, byte[] Name, bool IsProduct, bool IsNew, int LastName, int LastCount);
}
