using System.Globalization;
using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// Files as a shop: users are customers, items products, purchases of one user and time one order; looks and carts are events, which are never what is to be found. Names that are all whole numbers are
/// ordered as numbers, others by their bytes; the order settles ties.
/// </summary>
internal sealed class LabShop
{
    private readonly string[] _users;
    private readonly string[] _items;
    private readonly int[] _user;
    private readonly int[] _item;
    private readonly LabFile _train;
    private readonly LabItems _known;

    /// <param name="train">What is learned from.</param>
    /// <param name="test">What is to be found, or null.</param>
    /// <param name="known">What is known of items, or null.</param>
    public LabShop(LabFile train, LabFile? test, LabItems? known = null)
    {
        (_train, _known) = (train, known ?? new LabItems([]));
        _users = Ordered(train.Users.Concat(test?.Users ?? []));
        _items = Ordered(train.Items.Concat(test?.Items ?? []));
        (_user, _item) = (Indices(_users, train.Users), Indices(_items, train.Items));
        Test = test is null ? null : Purchases(test);
    }

    /// <summary>Users, in order.</summary>
    public IReadOnlyList<string> Users => _users;

    /// <summary>Items, in order.</summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>User and item of each row of the test file, or null without one.</summary>
    public (int[] User, int[] Item)? Test { get; }

    /// <summary>The training file against the test file.</summary>
    public HeldOut Question(bool excludeSeen)
    {
        var all = new bool[_train.Users.Count];
        Array.Fill(all, true);
        var (user, item) = Test ?? throw new InvalidOperationException("There is no test file.");
        return Question(all, user, item, excludeSeen);
    }

    /// <summary>Of each user the last share of the purchases in time, at least one where there are two; those rows are the truth of a search.</summary>
    /// <param name="users">Users whose rows are used at all, by their index.</param>
    /// <param name="share">Share held out, in (0, 1).</param>
    /// <param name="excludeSeen">Whether what a user has among the other rows is kept out of ranking and truth.</param>
    public HeldOut Validation(Func<int, bool> users, double share, bool excludeSeen)
    {
        var kept = new bool[_user.Length];
        var held = new List<int>();
        foreach (var rows in Enumerable.Range(0, _user.Length).GroupBy(row => _user[row]).Where(rows => users(rows.Key)))
        {
            var ordered = rows.Where(IsPurchase).OrderBy(row => _train.Times[row]).ThenBy(row => row).ToList();
            var behind = ordered.Count < 2 ? 0 : Math.Max(1, (int)(ordered.Count * share));
            foreach (var row in ordered.Take(ordered.Count - behind))
            {
                kept[row] = true;
            }

            // A look at or behind the first held-out purchase may be a look at what is to be found.
            var until = behind == 0 ? long.MaxValue : _train.Times[ordered[^behind]];
            foreach (var row in rows.Where(row => !IsPurchase(row) && _train.Times[row] < until))
            {
                kept[row] = true;
            }

            held.AddRange(ordered.TakeLast(behind));
        }

        return Question(kept, [.. held.Select(row => _user[row])], [.. held.Select(row => _item[row])], excludeSeen);
    }

    /// <summary>One row of each user as the truth, and what stands before it as the past; what the user has had is kept out of the ranking.</summary>
    /// <param name="behind">Rows of each user behind the one to be found.</param>
    public HeldOut LeaveOneOut(int behind)
    {
        var left = new int[_users.Length];
        Array.ForEach(_user, user => left[user]++);
        var (kept, held) = (new bool[_user.Length], new List<int>());
        for (var row = 0; row < _user.Length; row++)
        {
            kept[row] = --left[_user[row]] > behind;
            if (left[_user[row]] == behind)
            {
                held.Add(row);
            }
        }

        return Question(kept, [.. held.Select(row => _user[row])], [.. held.Select(row => _item[row])], excludeSeen: true);
    }

    /// <summary>Lists in the names of the files.</summary>
    public IEnumerable<LabPlace> Places(RankedLists lists, HeldOut question)
    {
        for (var i = 0; i < lists.Customers; i++)
        {
            for (var rank = 0; rank < lists.Items(i).Length; rank++)
            {
                yield return new LabPlace(_users[question.Customers[i]], rank + 1, _items[lists.Items(i)[rank]], lists.Scores(i)[rank]);
            }
        }
    }

    private HeldOut Question(bool[] kept, int[] testUser, int[] testItem, bool excludeSeen)
    {
        var past = Snapshot(kept);
        var rows = Enumerable.Range(0, kept.Length).Where(row => kept[row] && IsPurchase(row)).ToArray();
        var bought = SparseMatrix.FromPairs(_users.Length, _items.Length, Array.ConvertAll(rows, row => _user[row]), Array.ConvertAll(rows, row => _item[row]));
        var pairs = Enumerable.Range(0, testUser.Length).Where(row => !excludeSeen || !bought.Contains(testUser[row], testItem[row])).ToArray();
        var truth = SparseMatrix.FromPairs(_users.Length, _items.Length, Array.ConvertAll(pairs, row => testUser[row]), Array.ConvertAll(pairs, row => testItem[row]));
        var catalogue = new bool[_items.Length];
        Array.Fill(catalogue, true);
        return new HeldOut(past, bought, catalogue, truth, excludeSeen);
    }

    private bool IsPurchase(int row) => _train.Kinds[row] == EventKind.Purchase;

    private (int[] User, int[] Item) Purchases(LabFile file)
    {
        var rows = Enumerable.Range(0, file.Users.Count).Where(row => file.Kinds[row] == EventKind.Purchase).ToList();
        return (Indices(_users, rows.ConvertAll(row => file.Users[row])), Indices(_items, rows.ConvertAll(row => file.Items[row])));
    }

    private ShopSnapshot Snapshot(bool[] kept)
    {
        var all = Enumerable.Range(0, kept.Length).Where(row => kept[row]).OrderBy(row => _train.Times[row]).ThenBy(row => _user[row]).ThenBy(row => row).ToArray();
        var (rows, events) = (Array.FindAll(all, IsPurchase), Array.FindAll(all, row => !IsPurchase(row)));
        var start = new List<int> { 0 };
        for (var i = 1; i < rows.Length; i++)
        {
            if (_train.Times[rows[i]] != _train.Times[rows[i - 1]] || _user[rows[i]] != _user[rows[i - 1]])
            {
                start.Add(i);
            }
        }

        var orders = rows.Length == 0 ? [] : start.Select(first => rows[first]).ToArray();
        start.Add(rows.Length);
        return new ShopSnapshot
        {
            AsOf = DateTimeOffset.FromUnixTimeMilliseconds(all.Length == 0 ? 0 : _train.Times[all[^1]] + 1),
            Currency = "EUR",
            TimeZone = "Etc/UTC",
            Customers = new CustomerColumns { Id = Ids(_users), Key = _users, Country = Each(_users, ""), MailConsent = new bool[_users.Length] },
            Products = new ProductColumns
            {
                Id = Ids(_items),
                Code = _items,
                Name = Array.ConvertAll(_items, item => _known.Of(item).Name),
                Category = Array.ConvertAll(_items, item => _known.Of(item).Category),
                Brand = Array.ConvertAll(_items, item => _known.Of(item).Brand),
                Price = new long[_items.Length],
                Cost = Each(_items, -1L),
                Stock = Each(_items, -1),
                Simulated = new bool[_items.Length],
                Active = Each(_items, true),
            },
            Orders = new OrderColumns
            {
                Id = [.. Enumerable.Range(1, orders.Length).Select(id => (long)id)],
                Customer = Array.ConvertAll(orders, row => _user[row]),
                Time = Array.ConvertAll(orders, row => _train.Times[row]),
                LineStart = orders.Length == 0 ? [0] : [.. start],
                LineProduct = Array.ConvertAll(rows, row => _item[row]),
                LineQuantity = Array.ConvertAll(rows, row => Math.Max(1, (int)Math.Min(int.MaxValue, _train.Values[row]))),
                LinePrice = new long[rows.Length],
            },
            Returns = new ReturnColumns { Customer = [], Product = [], Time = [], Quantity = [], Price = [] },
            Events = new EventColumns
            {
                Customer = Array.ConvertAll(events, row => _user[row]),
                Product = Array.ConvertAll(events, row => _item[row]),
                Time = Array.ConvertAll(events, row => _train.Times[row]),
                Kind = Array.ConvertAll(events, row => _train.Kinds[row]),
                Simulated = false,
            },
        };
    }

    private static long[] Ids(string[] names) => [.. Enumerable.Range(1, names.Length).Select(id => (long)id)];

    private static T[] Each<T>(string[] names, T value) => Array.ConvertAll(names, _ => value);

    private static string[] Ordered(IEnumerable<string> names)
    {
        var distinct = names.Distinct().ToArray();
        var numbers = new long[distinct.Length];
        var whole = true;
        for (var i = 0; i < distinct.Length && whole; i++)
        {
            whole = long.TryParse(distinct[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]);
        }

        if (whole)
        {
            Array.Sort(numbers, distinct);
        }
        else
        {
            Array.Sort(distinct, StringComparer.Ordinal);
        }

        return distinct;
    }

    private static int[] Indices(string[] ordered, List<string> names)
    {
        var index = new Dictionary<string, int>(ordered.Length);
        for (var i = 0; i < ordered.Length; i++)
        {
            index.Add(ordered[i], i);
        }

        return [.. names.Select(name => index[name])];
    }
}
