using System.CommandLine;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

internal static class PrivacyCommand
{
    public const string Help = "To whom personal data may go, the register of processing, and erasing a person.";

    public const string RegisterHelp = """
        Print the register of processing (GDPR Art. 30) as CSV, or as JSON.

        Examples:
          marketing privacy register > register.csv
          marketing privacy register --language zh-Hans --json
        """;

    public const string AllowHelp = """
        Record to whom personal data go by one way out: mail, customer-list, person-copy, import-rows, api or ad-audience.
        Nothing leaves by a way for which nothing is recorded. Also while the program serves, which follows within a second.

        Examples:
          marketing privacy allow mail --recipient "Post Ltd" --country DE --basis consent --purpose "Hands mails over"
          marketing privacy allow api --recipient "Data house" --country US --basis legitimate-interest --safeguard standard-clauses --purpose "Reports"
        """;

    public const string TransfersHelp = """
        List what is recorded, also what has been ended.

        Examples:
          marketing privacy transfers --json
        """;

    public const string EndHelp = """
        End a recorded transfer; the record itself stays.

        Examples:
          marketing privacy end-transfer 3
        """;

    public const string EraseHelp = """
        Erase a person everywhere, with whoever has the same e-mail address.
        Without --yes it says which records that would be and changes nothing. An address that many customers have is followed only
        with --all-with-address. Not while the program serves: there, erase on the page Privacy.

        Examples:
          marketing privacy erase 17850
          marketing privacy erase 17850 --yes
        """;

    public static Argument<string> Customer { get; } = new("CUSTOMER") { Description = "The shop's number of the customer." };

    public static Option<bool> Yes { get; } = new("--yes") { Description = "Erase; it cannot be undone." };

    public static Option<bool> AllWithAddress { get; } = new("--all-with-address") { Description = "Also everybody with an e-mail address that many customers have, or that the person had before." };

    public static Option<string> Language { get; } = new("--language") { Description = "Language of the register: en or zh-Hans.", DefaultValueFactory = _ => Words.English };

    public static Argument<string> Place { get; } = new("WAY") { Description = "Way out, as the list above names it." };

    public static Argument<long> Number { get; } = new("NUMBER") { Description = "Number of the transfer, as 'marketing privacy transfers' shows it." };

    public static IReadOnlyList<Option<string>> Terms => [Recipient, Country, Basis, Purpose, Safeguard];

    private static Option<string> Recipient { get; } = new("--recipient") { Description = "Who gets the data.", Required = true };

    private static Option<string> Country { get; } = new("--country") { Description = "Where: code of two letters.", Required = true };

    private static Option<string> Basis { get; } = new("--basis") { Description = $"Lawful basis: {string.Join(", ", TransferTerms.Bases)}.", Required = true };

    private static Option<string> Purpose { get; } = new("--purpose") { Description = "What the recipient does with them.", Required = true };

    private static Option<string> Safeguard { get; } = new("--safeguard") { Description = $"What guards them in a country under another law: {string.Join(", ", TransferTerms.Safeguards)}." };

    public static async Task<int> RegisterAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var register = await services.GetRequiredService<ITransfers>().RegisterAsync(cancellation);
        var words = Words.In(parsed.GetValue(Language)!);
        context.Terminal.Output.Write(context.Json ? RegisterText.Json(words, register) + "\n" : RegisterText.Csv(words, register));
        return ExitStatus.Succeeded;
    }

    public static async Task<int> AllowAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var draft = new TransferDraft(parsed.GetValue(Place)!, parsed.GetValue(Recipient)!, parsed.GetValue(Country)!, parsed.GetValue(Basis)!, parsed.GetValue(Safeguard), parsed.GetValue(Purpose)!);
        var added = await services.GetRequiredService<ITransfers>().AddAsync(draft, CommandContext.Actor, cancellation);
        context.Terminal.Output.WriteLine($"Transfer {added.Id} is recorded.");
        return ExitStatus.Succeeded;
    }

    public static async Task<int> TransfersAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        var transfers = await services.GetRequiredService<ITransfers>().ListAsync(cancellation);
        if (context.Json)
        {
            context.Terminal.Json(transfers);
            return ExitStatus.Succeeded;
        }

        foreach (var transfer in transfers)
        {
            context.Terminal.Output.WriteLine($"{transfer.Id,-6}{transfer.Terms.Place,-16}{transfer.Terms.Country,-4}{transfer.Terms.Basis,-22}{(transfer.Ended is null ? "holds" : "ended"),-7}{transfer.Terms.Recipient}");
        }

        return ExitStatus.Succeeded;
    }

    public static async Task<int> EndAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenBesideAsync(context, cancellation);
        return await services.GetRequiredService<ITransfers>().EndAsync(parsed.GetValue(Number), CommandContext.Actor, cancellation)
            ? ExitStatus.Succeeded
            : throw new OperatorException($"There is no transfer {parsed.GetValue(Number)} that holds.", "'marketing privacy transfers' shows the numbers.", ExitStatus.BadInput);
    }

    public static async Task<int> EraseAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = await SharedFolder.OpenAsync(context, "Erase on the page Privacy of the dashboard, or stop that process first.", cancellation);
        var (number, privacy, all) = (parsed.GetValue(Customer)!, services.GetRequiredService<IPrivacy>(), parsed.GetValue(AllWithAddress));
        if (await services.GetRequiredService<ICustomerRecords>().FindByKeyAsync(number, cancellation) is not { } customer
            || await privacy.PreviewErasureAsync(customer.Id, cancellation) is not { } reach)
        {
            throw new OperatorException($"There is no customer {number}.", "Give the number as the shop writes it.", ExitStatus.BadInput);
        }

        var output = context.Terminal.Output;
        string[] numbers = all ? [.. reach.Numbers, .. reach.FurtherNumbers] : [.. reach.Numbers];
        var records = all ? reach.Records + reach.Further : reach.Records;
        output.WriteLine($"Customer records: {records} ({string.Join(", ", numbers)}{(records > numbers.Length ? ", …" : "")})");
        if (reach.Further > 0 && !all)
        {
            output.WriteLine($"{reach.Further} further ({string.Join(", ", reach.FurtherNumbers)}{(reach.Further > reach.FurtherNumbers.Count ? ", …" : "")}) stay: their e-mail address is one that many customers have, or that this person had before. --all-with-address erases them too.");
        }

        if (!parsed.GetValue(Yes))
        {
            output.WriteLine("Nothing was erased. Add --yes to erase; it cannot be undone.");
            return ExitStatus.Succeeded;
        }

        output.WriteLine($"Erased. The receipt stands with request {await privacy.EraseAsync(customer.Id, CommandContext.Actor, all, cancellation)}.");
        var backups = services.GetRequiredService<DataFolder>().Backups;
        if (Directory.GetFiles(backups, "*.db") is { Length: > 0 and var copies })
        {
            output.WriteLine($"{copies} {(copies == 1 ? "copy" : "copies")} of the database under {backups} still hold what was erased, until their period ends ('marketing retention list') or you delete them. A copy that is put back is erased again at the next start.");
        }
        return ExitStatus.Succeeded;
    }

}
