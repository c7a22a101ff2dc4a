using System.Reflection;
using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Data;

namespace Marketing.Tests.App.Hosting;

public sealed class SettingNamesTests
{
    [Fact]
    public void Every_options_class_is_a_section_or_a_part_of_one()
    {
        Assembly[] own = [typeof(ExitStatus).Assembly, typeof(DataOptions).Assembly];
        var known = SettingNames.Sections.Values.SelectMany(Reached).ToHashSet();
        var classes = own.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && !type.IsNested && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor([]) is not null && type.Namespace != typeof(ExitStatus).Namespace).ToList();
        Assert.True(classes.Count > 10);
        Assert.Empty(classes.Where(type => !known.Contains(type)).Select(type => type.FullName));
    }

    [Theory]
    [InlineData("jobs", "Jobs", 0)]
    [InlineData("Nightli", "Nightly", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("improt", "import", 1)]
    [InlineData("lsit", "list", 1)]
    public void Distance_counts_letters_to_change(string one, string other, int distance) => Assert.Equal(distance, Spelling.Distance(one, other));

    private static IEnumerable<Type> Reached(Type type) =>
        type.GetProperties().Select(property => property.PropertyType).Where(part => part.Assembly == type.Assembly && part.IsClass).SelectMany(Reached).Prepend(type);
}
