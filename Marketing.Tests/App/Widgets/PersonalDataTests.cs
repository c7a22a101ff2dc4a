using Bunit;
using Marketing.App.Components.Widgets;
using Marketing.Kernel;

namespace Marketing.Tests.App.Widgets;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData(Role.Viewer, "a•••@example.com")]
    [InlineData(Role.Analyst, "anna@example.com")]
    [InlineData(Role.Marketer, "anna@example.com")]
    [InlineData(Role.Administrator, "anna@example.com")]
    public void An_address_is_whole_only_for_those_who_may_read_it(Role role, string shown)
    {
        using var page = new PageContext(role: role);
        Assert.Equal(shown, page.Render<PersonalData>(with => with.Add(p => p.Text, "anna@example.com")).Nodes[^1].TextContent.Trim());
    }
}
