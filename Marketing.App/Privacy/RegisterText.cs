using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketing.App.Api;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Privacy;

/// <summary>The register of processing in words, as a table and as files (GDPR Art. 30(1)).</summary>
internal static class RegisterText
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One activity in words.</summary>
    internal sealed record Row(string Activity, string Purpose, string People, string Data, string Basis, string Recipients, string ThirdCountries, string Kept, string Security);

    /// <summary>The activities in the reader's words.</summary>
    public static IReadOnlyList<Row> Rows(Words words, ProcessingRegister register) => [.. register.Activities.Select(activity => new Row(
        words[$"Register.Activity.{activity.Code}"],
        words[$"Register.Purpose.{activity.Code}"],
        words[$"Register.People.{activity.Code}"],
        words[$"Register.Data.{activity.Code}"],
        string.Join("; ", activity.Bases.Select(basis => words.Code("Transfers", $"Basis.{basis}"))),
        Listed(words, activity.Recipients.Select(transfer => words["Register.Recipient", transfer.Terms.Recipient, transfer.Terms.Country, words.Code("Transfers", $"Basis.{transfer.Terms.Basis}"), transfer.Terms.Purpose])),
        Listed(words, activity.Recipients.Where(transfer => Countries.IsThird(register.Controller?.Country, transfer.Terms.Country))
            .Select(transfer => words["Register.ThirdCountry", transfer.Terms.Country, words.Code("Transfers", $"Safeguard.{transfer.Terms.Safeguard}")])),
        string.Join("; ", Kept(words, activity)),
        words["Register.Security"]))];

    /// <summary>One line an activity, with who answers for it; guarded against formulas.</summary>
    public static string Csv(Words words, ProcessingRegister register)
    {
        string[] columns = ["Activity", "Purpose", "People", "Data", "Basis", "Recipients", "ThirdCountries", "Kept", "Security", "Controller", "Contact", "Country", "Officer"];
        var by = register.Controller;
        return CsvText.Row([.. columns.Select(column => (object?)words[$"Register.Column.{column}"])]) + string.Concat(Rows(words, register).Select(row => CsvText.Row(
            row.Activity, row.Purpose, row.People, row.Data, row.Basis, row.Recipients, row.ThirdCountries, row.Kept, row.Security, by?.Name, by?.Contact, by?.Country, by?.Officer)));
    }

    /// <summary>The same as one JSON object, with the transfers and periods by their codes beside the words.</summary>
    public static string Json(Words words, ProcessingRegister register) => JsonSerializer.Serialize(
        new
        {
            register.Controller,
            activities = Rows(words, register).Zip(register.Activities, (row, activity) => new
            {
                activity.Code,
                words = row,
                bases = activity.Bases,
                recipients = activity.Recipients.Select(transfer => new { transfer.Id, transfer.Terms.Place, transfer.Terms.Recipient, transfer.Terms.Country, transfer.Terms.Basis, transfer.Terms.Safeguard, transfer.Terms.Purpose, transfer.Created }),
                periods = activity.Periods.Select(period => new { kind = period.Kind.Name, period.Days }),
            }),
        },
        Form);

    private static string Listed(Words words, IEnumerable<string> items) => string.Join("; ", items) is { Length: > 0 } list ? list : words["Register.Nobody"];

    private static IEnumerable<string> Kept(Words words, ProcessingActivity activity) => activity.Periods.Count == 0
        ? [words[$"Register.Kept.{activity.Code}"]]
        : activity.Periods.Select(period => words["Register.Period", words.Code("Retention", $"Kind.{period.Kind.Name}"), period.Days is { } days ? words["Register.Days", days.ToString(CultureInfo.InvariantCulture)] : words["Register.Good"]]);
}
