using System.Security.Cryptography;
using System.Text;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>
/// Suppressed addresses. Of an erased person only <c>erased:</c> and the keyed hash of the address is kept, under a salt of the erase
/// list, so that the suppression holds and tells nobody whom it concerns.
/// </summary>
internal sealed class Suppressions(DataPrivacyStore store) : ISuppressions
{
    private const int Slice = 200;

    public async Task<IReadOnlySet<CustomerId>> HeldAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken cancellation)
    {
        var list = EraseList.Of(await store.ErasedAsync(cancellation).ConfigureAwait(false));
        var held = new HashSet<CustomerId>();
        foreach (var slice in customers.Distinct().Select(customer => customer.Value).Chunk(Slice))
        {
            var people = await store.HeldCandidatesAsync(slice, cancellation).ConfigureAwait(false);
            var names = people.ToDictionary(person => person.Id, person => list.Forms(person.Email).ToList());
            var suppressed = (await store.SuppressedAsync([.. names.Values.SelectMany(some => some).Distinct()], cancellation).ConfigureAwait(false)).ToDictionary(row => row.Address, row => row.At);
            held.UnionWith(people.Where(person => names[person.Id].Exists(name => suppressed.TryGetValue(name, out var at) && at >= person.AnsweredAt)).Select(person => person.Id));
            held.UnionWith((await store.RefusedAsync(slice, cancellation).ConfigureAwait(false)).Select(id => new CustomerId(id)));
        }

        return held;
    }

    /// <summary>What an address of somebody who is erased becomes.</summary>
    public async Task<Func<string, string>> HidingAsync(CancellationToken cancellation)
    {
        // The person's number is on the list by now, so that there is a salt.
        var salt = (await store.ErasedAsync(cancellation).ConfigureAwait(false))[0].Salt;
        return address => Hidden(salt, address);
    }

    /// <summary>What an address becomes under a salt of the erase list.</summary>
    public static string Hidden(byte[] salt, string address) => "erased:" + Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(address)));
}
