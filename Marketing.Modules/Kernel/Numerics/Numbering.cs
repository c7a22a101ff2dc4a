namespace Marketing.Kernel.Numerics;

/// <summary>Texts by number, from 0 in the order of their first mention.</summary>
/// <param name="comparer">What counts as the same text.</param>
internal sealed class Numbering(StringComparer comparer)
{
    private readonly Dictionary<string, int> _numbers = new(comparer);

    /// <summary>How many texts have a number.</summary>
    public int Count => _numbers.Count;

    /// <summary>The texts in the order of their numbers.</summary>
    public IReadOnlyCollection<string> Texts => _numbers.Keys;

    /// <summary>The number of a text; a new one has the next.</summary>
    public int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            _numbers[text] = number = _numbers.Count;
        }

        return number;
    }

    /// <summary>The number of a text that was mentioned.</summary>
    public bool TryFind(string text, out int number) => _numbers.TryGetValue(text, out number);
}
