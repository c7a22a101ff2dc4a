using System.Globalization;

namespace Marketing.Model.Recommenders;

/// <summary>Values of a method's parameters, each in its range.</summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<string, string> _values;

    private ParameterValues(Dictionary<string, string> values) => _values = values;

    /// <summary>All parameters, by the field's names, as the registry keeps them.</summary>
    public IReadOnlyDictionary<string, string> Shown => _values;

    /// <summary>The given values, and the defaults for the others.</summary>
    /// <param name="kind">Method, for messages.</param>
    /// <param name="known">Parameters of the method.</param>
    /// <param name="given">Values by name, or null.</param>
    /// <exception cref="ArgumentException">A name is not known, or a value is not in its range; the message names both.</exception>
    public static ParameterValues Of(string kind, IReadOnlyList<MethodParameter> known, IReadOnlyDictionary<string, string>? given = null)
    {
        var values = known.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        foreach (var (name, value) in given ?? new Dictionary<string, string>())
        {
            var parameter = known.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new ArgumentException($"{kind} has no parameter {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known.Select(one => one.Name)))}.", nameof(given));
            values[name] = Read(kind, parameter, value);
        }

        return new ParameterValues(values);
    }

    /// <summary>What signs of a customer weigh.</summary>
    public InterestTerms Interest => InterestTerms.Of(_values);

    /// <summary>The same with another number.</summary>
    public ParameterValues With(string name, double value) => new(new Dictionary<string, string>(_values) { [name] = MethodParameter.Text(value) });

    public int Whole(string name) => int.Parse(_values[name], CultureInfo.InvariantCulture);

    public double Real(string name) => double.Parse(_values[name], CultureInfo.InvariantCulture);

    public double? RealOrNone(string name) => _values[name] == MethodParameter.None ? null : Real(name);

    /// <summary>A number, or null for what is to be learned.</summary>
    public double? RealOrLearned(string name) => _values[name] == MethodParameter.Learned ? null : Real(name);

    public bool Flag(string name) => _values[name] == "true";

    public string Word(string name) => _values[name];

    private static string Read(string kind, MethodParameter parameter, string value)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Whole when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= parameter.Low && whole <= parameter.High:
                return MethodParameter.Text(whole);
            case ParameterKind.RealOrNone when value == MethodParameter.None:
            case ParameterKind.RealOrLearned when value == MethodParameter.Learned:
                return value;
            case ParameterKind.Real or ParameterKind.RealOrNone or ParameterKind.RealOrLearned when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && real >= parameter.Low && real <= parameter.High:
                return MethodParameter.Text(real);
            case ParameterKind.Flag when value is "true" or "false":
            case ParameterKind.Word when parameter.Words.Contains(value):
                return value;
            default:
                throw new ArgumentException($"{parameter.Name} of {kind} is {value}; it must be {Wanted(parameter)}.", nameof(value));
        }
    }

    private static string Wanted(MethodParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Flag => "true or false",
        ParameterKind.Word => $"one of {string.Join(", ", parameter.Words)}",
        ParameterKind.Whole => string.Create(CultureInfo.InvariantCulture, $"a whole number from {parameter.Low:0} to {parameter.High:0}"),
        ParameterKind.Real => string.Create(CultureInfo.InvariantCulture, $"a number from {parameter.Low} to {parameter.High}"),
        ParameterKind.RealOrLearned => string.Create(CultureInfo.InvariantCulture, $"a number from {parameter.Low} to {parameter.High}, or learned"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a number from {parameter.Low} to {parameter.High}, or none"),
    };
}
