namespace Marketing.Model;

/// <summary>How a parameter is written.</summary>
public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with decimals.</summary>
    Real,

    /// <summary>A number with decimals, or <c>none</c>.</summary>
    RealOrNone,

    /// <summary>A number with decimals, or <c>learned</c>: found in the shop when the method is fitted.</summary>
    RealOrLearned,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Word,
}

/// <summary>A parameter of a method, by the field's name.</summary>
/// <param name="Name">Name, as papers and peers have it.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Default">Value when none is given.</param>
/// <param name="Low">Least value; of no meaning for flags and words.</param>
/// <param name="High">Greatest value; of no meaning for flags and words.</param>
/// <param name="Words">Accepted words; empty for other kinds.</param>
public sealed record MethodParameter(string Name, ParameterKind Kind, string Default, double Low, double High, IReadOnlyList<string> Words)
{
    /// <summary>A whole number.</summary>
    public static MethodParameter Whole(string name, int value, int low, int high) => new(name, ParameterKind.Whole, Text(value), low, high, []);

    /// <summary>A number.</summary>
    public static MethodParameter Real(string name, double value, double low, double high) => new(name, ParameterKind.Real, Text(value), low, high, []);

    /// <summary>A number, or <c>none</c>.</summary>
    public static MethodParameter RealOrNone(string name, double? value, double low, double high) => new(name, ParameterKind.RealOrNone, value is { } number ? Text(number) : None, low, high, []);

    /// <summary>A number, or <c>learned</c>, which it is when none is given.</summary>
    public static MethodParameter RealOrLearned(string name, double low, double high) => new(name, ParameterKind.RealOrLearned, Learned, low, high, []);

    /// <summary>A flag.</summary>
    public static MethodParameter Flag(string name, bool value) => new(name, ParameterKind.Flag, value ? "true" : "false", 0, 0, []);

    /// <summary>One of some words, the first of them when none is given.</summary>
    public static MethodParameter Word(string name, params IReadOnlyList<string> words) => new(name, ParameterKind.Word, words[0], 0, 0, words);

    internal const string None = "none";
    internal const string Learned = "learned";

    internal static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
