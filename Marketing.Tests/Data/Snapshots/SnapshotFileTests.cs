using System.Collections;
using System.Reflection;
using System.Text;
using Marketing.Data;
using Marketing.Data.Snapshots;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Snapshots;

public sealed class SnapshotFileTests : IDisposable
{
    // Said in the file's own comment; whatever else a snapshot gets has to come back.
    private static readonly string[] LeftOut = ["Customers.Key", "Customers.Country", "Customers.MailConsent", "Newcomers"];

    private readonly SnapshotFile _files = new();
    private readonly EmptyFolder _folder = new();

    private string FilePath => _folder.File("shop.snapshot");

    [Fact]
    public async Task Every_column_comes_back_as_it_was_but_those_that_tell_who_somebody_is()
    {
        var shop = Shop(someSimulated: true);
        await _files.WriteAsync(shop, FilePath, default);
        var back = await _files.ReadAsync(FilePath, default);
        var compared = Compare("", shop, back).ToList();
        Assert.True(compared.Count > 30, $"Only {compared.Count} columns were compared.");
        Assert.Empty(compared.Where(column => !column.IsEqual).Select(column => column.Name));
        Assert.Empty(compared.Where(column => column.IsEmpty).Select(column => column.Name));
        Assert.All(back.Customers.Key.Concat(back.Customers.Country), text => Assert.Equal("", text));
        Assert.Equal(shop.Customers.Count, back.Customers.Key.Length);
        Assert.DoesNotContain(true, back.Customers.MailConsent);
        Assert.Equal(0, back.Newcomers.Count);
    }

    [Fact]
    public async Task Events_of_one_kind_have_no_column_that_tells_them_apart()
    {
        await _files.WriteAsync(Shop(someSimulated: false), FilePath, default);
        Assert.Null((await _files.ReadAsync(FilePath, default)).Events.SomeSimulated);
    }

    [Fact]
    public async Task The_file_of_a_stored_shop_gives_the_same_snapshot_and_names_nobody()
    {
        using var rig = new ShopRig();
        new GeneratedShop(7, 400).Write(rig.Folder.Database);
        var shop = await rig.Get<ISnapshots>().TakeAsync(DateTimeOffset.FromUnixTimeMilliseconds(GeneratedShop.Start + GeneratedShop.Span), default);
        Assert.True(shop.Orders.Count > 100);
        await _files.WriteAsync(shop, FilePath, default);
        Assert.DoesNotContain(Compare("", shop, await _files.ReadAsync(FilePath, default)), column => !column.IsEqual);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(FilePath));
        Assert.Contains("Thing 1", text);
        Assert.DoesNotContain(shop.Customers.Key[0], text);
        Assert.DoesNotContain("Country 1", text);
        Assert.DoesNotContain("example.com", text);
    }

    [Fact]
    public async Task Nobody_else_can_read_the_file_and_nothing_stays_beside_it()
    {
        await _files.WriteAsync(Shop(true), FilePath, default);
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public async Task A_file_that_is_cut_anywhere_is_refused()
    {
        await _files.WriteAsync(Shop(true), FilePath, default);
        var whole = await File.ReadAllBytesAsync(FilePath);
        foreach (var length in Enumerable.Range(0, 40).Select(part => part * whole.Length / 40))
        {
            await File.WriteAllBytesAsync(FilePath, whole[..length]);
            var refused = await Assert.ThrowsAsync<OperatorException>(() => _files.ReadAsync(FilePath, default));
            Assert.Contains(FilePath, refused.Message);
            Assert.Contains("Start the training again", refused.Fix);
        }
    }

    [Fact]
    public async Task A_file_with_one_changed_byte_is_refused()
    {
        await _files.WriteAsync(Shop(true), FilePath, default);
        var whole = await File.ReadAllBytesAsync(FilePath);
        foreach (var place in Enumerable.Range(0, 60).Select(part => part * whole.Length / 60))
        {
            var changed = whole.ToArray();
            changed[place] ^= 4;
            await File.WriteAllBytesAsync(FilePath, changed);
            Assert.Contains(FilePath, (await Assert.ThrowsAsync<OperatorException>(() => _files.ReadAsync(FilePath, default))).Message);
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_program_another_file_and_a_missing_one_are_told_apart()
    {
        await _files.WriteAsync(Shop(true), FilePath, default);
        var bytes = await File.ReadAllBytesAsync(FilePath);
        bytes[SnapshotFile.Magic.Length] = 9;
        await File.WriteAllBytesAsync(FilePath, bytes);
        Assert.Contains("has format 9, written by another version of the program", (await Assert.ThrowsAsync<OperatorException>(() => _files.ReadAsync(FilePath, default))).Message);
        await File.WriteAllTextAsync(FilePath, new string('x', 200));
        Assert.Contains("is no snapshot file", (await Assert.ThrowsAsync<OperatorException>(() => _files.ReadAsync(FilePath, default))).Message);
        File.Delete(FilePath);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<OperatorException>(() => _files.ReadAsync(FilePath, default))).Message);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        var path = Path.Combine(_folder.Path, "nowhere", "shop.snapshot");
        Assert.Contains(path, (await Assert.ThrowsAsync<OperatorException>(() => _files.WriteAsync(Shop(true), path, default))).Message);
    }

    public void Dispose() => _folder.Dispose();

    // Every column filled, each with values of its own.
    private static ShopSnapshot Shop(bool someSimulated)
    {
        var day = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var plain = new SnapshotBuilder(day).Newcomer(5, "N5").Product("P1", "Töpfchen", "Haus > Küche", "Brand").Ended("P2")
            .Order(day.AddDays(-9), "K-1", ("P1", 2, 150), ("P2", 1, 99)).Order(day.AddDays(-8), null, ("P3", 4, 1))
            .Return(day.AddDays(-7), "K-1", "P2", 1, 99)
            .Event(day.AddDays(-6), "K-2", "P3", EventKind.Cart).Event(day.AddDays(-5), "K-1", "P1", EventKind.View).Build();
        return new ShopSnapshot
        {
            AsOf = plain.AsOf,
            Currency = plain.Currency,
            TimeZone = plain.TimeZone,
            Customers = plain.Customers,
            Newcomers = plain.Newcomers,
            Products = new ProductColumns
            {
                Id = plain.Products.Id,
                Code = plain.Products.Code,
                Name = plain.Products.Name,
                Category = plain.Products.Category,
                Brand = plain.Products.Brand,
                Price = plain.Products.Price,
                Cost = [7, -1, 3],
                Stock = [-1, 0, 12],
                LeadDays = [double.NaN, 14, 2.5],
                Simulated = [false, true, false],
                Active = plain.Products.Active,
            },
            Orders = plain.Orders,
            Returns = plain.Returns,
            Events = new EventColumns { Customer = plain.Events.Customer, Product = plain.Events.Product, Time = plain.Events.Time, Kind = plain.Events.Kind, Simulated = !someSimulated, SomeSimulated = someSimulated ? [true, false] : null },
            Stocks = new StockColumns { Product = [0, 0, 2], Time = [5, 6, 5], Units = [0, 12, -3] },
        };
    }

    private static IEnumerable<(string Name, bool IsEqual, bool IsEmpty)> Compare(string path, object one, object other)
    {
        foreach (var property in one.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = path + property.Name;
            var (left, right) = (property.GetValue(one), property.GetValue(other));
            if (LeftOut.Contains(name))
            {
                continue;
            }

            if (left is not null && left.GetType().Name.EndsWith("Columns", StringComparison.Ordinal))
            {
                foreach (var inner in Compare($"{name}.", left, right!))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return left is Array values
                    ? (name, right is Array others && values.GetType() == others.GetType() && StructuralComparisons.StructuralEqualityComparer.Equals(values, others), values.Length == 0)
                    : (name, Equals(left, right), false);
            }
        }
    }
}
