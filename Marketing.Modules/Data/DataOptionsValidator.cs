using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Marketing.Data;

/// <summary>Checks the settings of the module on start, with those of its parts.</summary>
public sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        var problems = new List<string>();
        Check(options, "Data", problems);
        if (options.Demo.LeastCostShare > options.Demo.MostCostShare)
        {
            problems.Add("Data:Demo:LeastCostShare is above Data:Demo:MostCostShare; exchange the two.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(object part, string path, List<string> problems)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(part, new ValidationContext(part), found, validateAllProperties: true);
        problems.AddRange(found.Select(problem => $"{path}: {problem.ErrorMessage}"));
        foreach (var property in part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType.Namespace == typeof(DataOptions).Namespace && property.GetValue(part) is { } inner)
            {
                Check(inner, $"{path}:{property.Name}", problems);
            }
        }
    }
}
