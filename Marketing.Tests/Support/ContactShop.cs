using System.Globalization;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Contacts;
using Marketing.Evaluation.Laboratory;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Support;

/// <summary>
/// A shop that writes to everybody every 20 days but for a holdout, and whose customers answer as a world of the test has it. Orders come in as files of the shop, messages by the shop's own campaigns. A unit costs 10.00 and
/// brings a margin of 6.00.
/// </summary>
internal sealed class ContactShop : IDisposable
{
    public const int Every = 20;
    public const double UnitMargin = 600;

    private readonly SeededRandom _random;
    private readonly Dictionary<long, DateTimeOffset> _written = [];
    private int _file;

    public ContactShop(int customers, ulong seed, params (string Key, string Value)[] settings)
    {
        Rig = new ShopRig(settings);
        (_random, Customers) = (new SeededRandom(seed), customers);
        Rig.Folder.Database.Write((connection, transaction) =>
        {
            connection.Execute("insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo) values (1, 'orders.csv', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)", transaction: transaction);
            connection.Execute("insert into data_products (id, code, name, category, cost, simulated) values (1, 'P1', 'Cup', '', 400, '')", transaction: transaction);
            connection.Execute("insert into data_customers (id, key, country, email, name, simulated) values (@Id, @Key, 'France', @Email, 'Buyer', '')", Enumerable.Range(1, customers).Select(c => new { Id = c, Key = $"K{c}", Email = $"c{c}@buyers.test" }), transaction);
            connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Id, @At, 1)", Enumerable.Range(1, customers).Select(c => new { Id = c, Number = $"N{c}", At = Rig.Now.AddDays(-40 - (c % 50)) }), transaction);
            connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Id, 0, 1, 1, 1000)", Enumerable.Range(1, customers).Select(c => new { Id = c }), transaction);
            connection.Execute(
                "insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@Customer, @Purpose, @Channel, 1, 0, 'form', 'v1', 0)",
                Enumerable.Range(1, customers).Select(c => new { Customer = c, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail }),
                transaction);
            return true;
        });
    }

    public ShopRig Rig { get; }

    public int Customers { get; }

    public IContactPolicies Policies => Rig.Get<IContactPolicies>();

    public IContactTrials Trials => new LearnContacts(
        Rig.Get<IContactLogs>(), Rig.Get<IContactPolicies>(), Rig.Get<IContactMethods>(), new MeasureContacts(Rig.Get<IContactMethods>(), Options.Create(new EvaluationOptions { BootstrapResamples = 300 })), Rig.Folder.Clock, Rig.Get<IOptions<ContactsOptions>>());

    /// <summary>A mail brings 5 units to who has had none for 55 days, and half a unit to others; without one customers buy 0.3 units. Each mail pays at once, and pays more for who was let rest.</summary>
    public static (double Chance, int Units) Tiring(bool written, double restedDays) => written ? restedDays >= 55 ? (0.9, 5) : (0.5, 1) : (0.3, 1);

    /// <summary>Customers buy what they buy.</summary>
    public static (double Chance, int Units) Unmoved(bool written, double restedDays) => (0.3, 2);

    /// <summary>Lets campaigns go out, and customers answer each until the next.</summary>
    public async Task<List<CampaignId>> LiveAsync(int campaigns, double holdout, Func<bool, double, (double Chance, int Units)> world, bool steered = false)
    {
        var sent = new List<CampaignId>();
        for (var i = 0; i < campaigns; i++)
        {
            sent.Add(await SendAsync(holdout, steered));
            await AnswerAsync(sent[^1], world);
        }

        return sent;
    }

    /// <summary>Lets a campaign to everybody go out now.</summary>
    public Task<CampaignId> SendAsync(double holdout, bool steered = false) =>
        Rig.QueueAsync(Outboxes.Draft with { Audience = AudienceCodes.Everybody, HoldoutShare = holdout, Subject = "Cups", Body = "<p>Cups</p>", Products = 0, IsSteered = steered });

    public Task<IReadOnlyList<Decision>> DecisionsAsync(CampaignId campaign) => Rig.Get<ILedger>().OfCampaignAsync(campaign, default);

    /// <summary>Days pass until the next campaign, and the orders of them come in.</summary>
    public async Task AnswerAsync(CampaignId campaign, Func<bool, double, (double Chance, int Units)> world)
    {
        var (at, orders) = (Rig.Now, new List<(long, DateTimeOffset, int)>());
        var written = (await DecisionsAsync(campaign)).Where(decision => decision.Draft.Kind == DecisionKind.Send).Select(decision => decision.Draft.Person().Value).ToHashSet();
        for (var customer = 1L; customer <= Customers; customer++)
        {
            var rested = _written.TryGetValue(customer, out var last) ? (at - last).TotalDays : 1000;
            var (chance, units) = world(written.Contains(customer), rested);
            if (_random.NextDouble() < chance)
            {
                orders.Add((customer, at.AddDays(1 + (10 * _random.NextDouble())), units));
            }

            if (written.Contains(customer))
            {
                _written[customer] = at;
            }
        }

        Rig.Folder.Clock.Advance(TimeSpan.FromDays(Every));
        await OrderAsync(orders);
    }

    /// <summary>Brings orders in as a file.</summary>
    public async Task OrderAsync(IReadOnlyList<(long Customer, DateTimeOffset At, int Units)> orders)
    {
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        _file++;
        foreach (var (customer, at, units) in orders)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(units < 0 ? "C" : "")}{_file}{customer:00000},P1,Cup,{units},{TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")):yyyy-MM-dd HH:mm},10.00,K{customer},France\n");
        }

        var path = Path.Combine(Rig.Folder.Folder.Root, $"orders{_file}.csv");
        await File.WriteAllTextAsync(path, text.ToString());
        Assert.IsType<ImportOutcome.Applied>(await Rig.Get<IImports>().ImportOrdersAsync(new OrderFile(path, Path.GetFileName(path), "test"), null, default));
        File.Delete(path);
    }

    /// <summary>What a learning that compared nothing found.</summary>
    public static ContactFindings Findings { get; } = new(null, new ContactCounts(400, 300, 200, 180, 0.5, 12, 200), [], null, [], new ContactLearningTerms(0, 0.1, 30, 0.98, 200));

    /// <summary>Keeps a policy that writes to who has had no message for long, and leaves others alone.</summary>
    public Task<KeptContacts> KeepPolicyAsync(ContactFindings? findings = null)
    {
        // Days since the last message is the sixth number; the others are the same for everybody.
        float[] Since(float days) => [0, 0, 0, 0, 0, days, 0, 0];
        var steps = from days in (float[])[20, 90] from mail in (int[])[0, 1] from _ in Enumerable.Range(0, 20) select new ContactStep(Since(days), mail, 0.5, mail == 0 ? 0 : days < 50 ? -300 : 500, 0, ends: true);
        var log = ((ContactLogOutcome.Taken)ContactLog.Take(Marketing.Strategy.Contacts.ContactStates.Features, Marketing.Strategy.Contacts.ContactActions.All, [.. steps.Select((step, i) => new ContactTrajectory($"{i}", [step]))])).Log;
        var policy = Rig.Get<IContactMethods>().Fit("q-table", log, new Dictionary<string, string> { ["epsilon"] = "0" }, null, default);
        return Policies.KeepAsync(findings ?? Findings, policy, "by hand", default);
    }

    public void Dispose() => Rig.Dispose();
}
