using Marketing.Model.Recommenders;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Checks the parameters of methods at start, so that a slip is told then and not in the night.</summary>
internal sealed class ModelOptionsCheck(IEnumerable<IRecommenderMethod> methods) : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var faults = new List<string>();
        foreach (var (kind, given) in options.Methods)
        {
            if (methods.FirstOrDefault(method => method.Kind == kind) is not { } known)
            {
                faults.Add($"Model:Methods:{kind}: there is no such method; there are {string.Join(", ", methods.OrderBy(method => method.Cost).Select(method => method.Kind))}.");
                continue;
            }

            try
            {
                ParameterValues.Of(kind, known.Parameters, given);
            }
            catch (ArgumentException wrong)
            {
                faults.Add($"Model:Methods:{kind}: {wrong.Message.Split(" (Parameter")[0]}");
            }
        }

        foreach (var kind in options.Recommenders.Where(kind => methods.All(method => method.Kind != kind)))
        {
            faults.Add($"Model:Recommenders: there is no method '{kind}'; there are {string.Join(", ", methods.OrderBy(method => method.Cost).Select(method => method.Kind))}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
