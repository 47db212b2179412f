using System.Security.Cryptography;
using System.Text;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

/// <summary>
/// The page's QR codes. What they must look like was taken from another encoder (npm's <c>qrcode</c> 1.5.4, level M, mask 0),
/// with which ours agreed on every length that fits.
/// </summary>
[TestClass]
public sealed class QrCodeTests
{
    [TestMethod]
    public async Task A_short_text_is_drawn_as_another_encoder_draws_it()
    {
        Assert.AreEqual(
            """
            #######..#....#######
            #.....#.##.#..#.....#
            #.###.#...#.#.#.###.#
            #.###.#.....#.#.###.#
            #.###.#.#.###.#.###.#
            #.....#..#.#..#.....#
            #######.#.#.#.#######
            ..........#..........
            #.#.#.#.....#...#..#.
            .###.#..####.#.#.#..#
            ##....###.##.###.##.#
            ..##.......###.###.#.
            .#########.#.###..###
            ........#.....#...#..
            #######...#.#...#..##
            #.....#...#...#...###
            #.###.#.#.#.#.#.#.#.#
            #.###.#..#.#.#.#.#.#.
            #.###.#.#.##.###.##.#
            #.....#..#.###.###.#.
            #######.##.#.###.####
            """,
            await RunAsync("page.modules('T1').map(row => row.map(dark => dark ? '#' : '.').join('')).join('\\n')"));
    }

    [TestMethod]
    public async Task Every_length_that_fits_is_drawn_as_another_encoder_draws_it()
    {
        var all = await RunAsync(
            "Array.from({ length: 213 }, (_, n) => page.modules('x'.repeat(n + 1)).map(row => row.map(Number).join('')).join('')).join('\\n')");

        Assert.AreEqual("c959d320587456b5e6983978fcdb5a91d14a9db01f21c60b50072d5634a9a3cb", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(all))));
    }

    [TestMethod]
    public async Task A_text_that_is_too_long_has_none() => Assert.AreEqual("null", await RunAsync("page.modules('x'.repeat(214))"));

    private static Task<string> RunAsync(string expression) => PageScript.RunAsync("qr.js", expression);
}
